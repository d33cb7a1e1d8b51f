/** Packets that start with the IP header (LINKTYPE_RAW). */

import type { Printing } from './printing.ts'

const IPV4 = 4
const IPV6 = 6

/** Prints a packet without a link layer. */
export function printRawIp(p: Printing, at: number, length: number): void {
  p.protocol = 'raw'
  if (p.options.link) p.text('ip: ')
  printAnyIp(p, at, length)
}

/** Prints IPv4 or IPv6, as the version in the first byte says. */
export function printAnyIp(p: Printing, at: number, length: number): void {
  if (length < 1) return p.text('truncated-ip 0')
  const version = p.u8(at) >> 4
  if (version === IPV4) p.layers.ip(p, at, length)
  else if (version === IPV6) p.layers.ip6(p, at, length)
  else p.text(`unknown ip ${version}`)
}
