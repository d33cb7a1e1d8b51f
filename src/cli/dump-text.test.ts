/** Lines of `synfin dump` held against tcpdump itself: on the samples in every style, and on ../shared where it is there. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { TextOutput } from '../core/bytes/text-output.ts'
import { DetectingReader } from '../core/capture/format.ts'
import { PacketPrinter } from '../core/dialects/tcpdump/packet-printer.ts'
import { PLAIN, type PrintOptions } from '../core/dialects/tcpdump/print-options.ts'
import { readInterfaceNames } from '../node/system-names.ts'

const ROOT = join(import.meta.dirname, '../..')
const SAMPLES = join(ROOT, 'samples')
const SHARED = join(ROOT, '../shared')

/** The version whose text this is. Other versions differ in known places. */
const VERSION = '4.99.3'
const versionText = spawnSync('tcpdump', ['--version'], { encoding: 'utf8' }).stdout ?? ''
const noOracle = versionText.includes(VERSION) ? false : `tcpdump ${VERSION} is not installed`
const noShared = noOracle === false && !existsSync(SHARED) ? '../shared is not there' : noOracle

/** tcpdump's words, and what they mean for the printer. */
const STYLES: readonly (readonly [words: string, options: Partial<PrintOptions>])[] = [
  ['', {}],
  ['-v', { verbose: 1 }],
  ['-vv -tttt', { verbose: 2, timeStyle: 4 }],
  ['-vvv -ttttt', { verbose: 3, timeStyle: 5 }],
  ['-S', { absolute: true }],
  ['-e', { link: true }],
  ['-e -q', { link: true, quiet: 1 }],
  ['-q -t', { quiet: 1, timeStyle: 1 }],
  ['-X -tt', { hexAscii: 1, timeStyle: 2 }],
  ['-xx -ttt', { hex: 2, timeStyle: 3 }],
  ['-A --nano', { ascii: 1, nano: true }],
  ['-K -vv -e', { trustChecksums: true, verbose: 2, link: true }],
]

/** Names of interfaces come from the machine that prints, in tcpdump too. */
const INTERFACES = readInterfaceNames()
const PACKET_LIMIT = 500
const OUTPUT_LIMIT = 2 ** 28

function oracleText(file: string, words: string): string {
  const args = ['-n', '-#', '-c', String(PACKET_LIMIT), ...words.split(' ').filter(Boolean), '-r', file]
  return spawnSync('tcpdump', args, { env: { ...process.env, TZ: 'GMT0' }, encoding: 'latin1', maxBuffer: OUTPUT_LIMIT }).stdout
}

function ourText(file: string, options: Partial<PrintOptions>): string {
  const parts: string[] = []
  const out = new TextOutput((bytes) => parts.push(Buffer.from(bytes).toString('latin1')))
  const printer = new PacketPrinter(
    out,
    { ...PLAIN, numeric: true, numbered: true, ...options },
    { interfaceName: (index) => INTERFACES.get(index) },
  )
  let packets = 0
  const reader: DetectingReader = new DetectingReader((record) => {
    if (packets++ < PACKET_LIMIT) printer.print(record, reader.info.startNs ?? 0n)
  })
  reader.push(readFileSync(file))
  reader.end()
  out.flush()
  return parts.join('')
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
}

const isCapture = (path: string): boolean => /\.(pcap|pcapng|cap|trace)$/.test(path)

for (const [words, options] of STYLES) {
  test(`samples as tcpdump -n ${words} prints them`, { skip: noOracle }, () => {
    const files = filesBelow(SAMPLES).filter(isCapture)
    assert.ok(files.length > 0)
    // One style sees every file; the others share them.
    const seen = words === '' ? files : files.filter((_file, i) => i % 6 === STYLES.findIndex(([other]) => other === words) % 6)
    for (const file of seen) assert.equal(ourText(file, options), oracleText(file, words), `${file} ${words}`)
  })
}

/** Text of packets by their numbers. */
function byPacket(text: string): Map<number, string> {
  const packets = new Map<number, string>()
  let current = 0
  for (const line of text.split('\n')) {
    const numbered = /^ *(\d+) {2}(.*)$/.exec(line)
    if (numbered !== null && Number(numbered[1]) === current + 1) packets.set(++current, numbered[2])
    else if (current > 0) packets.set(current, `${packets.get(current)}\n${line}`)
  }
  return packets
}

/** Protocols and link types beyond this dialect's claim (docs/tcpdump.md), and interface names, which are the printing machine's. */
const BEYOND =
  /OSPF|OpenFlow|: NFS |: BGP|BOOTP|pptp|LDP|PIM|RPKI|DSA|BRCM|FRF\.16|CLNP|IS-IS|IPOIB|UDLD|BEEP|Q\.922|RPL|Juniper|NTPv|dhcp6|SNMP|BCM-LI| rx (data|ack)/
const BEYOND_LINK = new Set(['IPOIB', 'NFLOG', 'ARCNET_LINUX', 'SLIP', 'FRELAY', 'MFR', 'DSA_TAG_BRCM_PREPEND', 'MACSEC'])

test('a sample of the public captures as tcpdump prints them', { skip: noShared }, () => {
  const files = filesBelow(join(SHARED, 'corpus')).filter(isCapture)
  let all = 0
  const different: string[] = []
  for (const [i, file] of files.entries()) {
    const [words, options] = STYLES[i % STYLES.length]
    if (i % 6 !== 0) continue
    const run = spawnSync('tcpdump', ['-r', file, '-c', '1', '--count'], { encoding: 'latin1' })
    const linkType = /link-type (\w+)/.exec(run.stderr)?.[1]
    if (linkType !== undefined && BEYOND_LINK.has(linkType)) continue
    const ours = byPacket(ourText(file, options))
    for (const [number, text] of byPacket(oracleText(file, words))) {
      if (!/Flags \[|\[\|tcp\]|ICMP/.test(text) || BEYOND.test(text)) continue
      all++
      if (ours.get(number) !== text) different.push(`${file} #${number} ${words}\n${text}\n${ours.get(number)}`)
    }
  }
  assert.ok(all > 1000)
  assert.ok(different.length <= all * 0.001, `${different.length} of ${all} packets differ:\n${different.slice(0, 5).join('\n')}`)
})
