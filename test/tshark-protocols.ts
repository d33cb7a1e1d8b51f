/** Which protocols tshark dissects beside the command in tests: those that both know, or there would be nothing to compare. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SHARED_PROTOCOLS =
  /^(frame|eth|ethertype|vlan|sll|null|loop|raw|ppp|ppp_hdlc|llc|ip|ipv6(\.(hopopts|routing(\..*)?|fraghdr|dstopts))?|ip\.options\..*|icmp|icmpv6|tcp|tcp\.options\..*|mptcp|data)$/

/** Writes tshark's list of protocols that it leaves alone into its configuration folder `folder`. */
export function disableOtherProtocols(folder: string): void {
  const { stdout } = spawnSync('tshark', ['-G', 'protocols'], { encoding: 'utf8' })
  const names = stdout.split('\n').map((line) => line.split('\t')[2] ?? '')
  const others = names.filter((name) => name !== '' && !SHARED_PROTOCOLS.test(name))
  writeFileSync(join(folder, 'disabled_protos'), `${others.join('\n')}\n`)
}
