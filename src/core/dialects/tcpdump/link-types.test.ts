/** Link layers that few captures have, each with a TCP and an ICMP packet, held against tcpdump itself. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildPcap } from '../../../../test/capture-builder.ts'
import { TextOutput } from '../../bytes/text-output.ts'
import { DetectingReader } from '../../capture/format.ts'
import { LINK_TYPE } from '../../capture/link-type.ts'
import { PacketPrinter } from './packet-printer.ts'
import { PLAIN, type PrintOptions } from './print-options.ts'

const VERSION = '4.99.3'
const versionText = spawnSync('tcpdump', ['--version'], { encoding: 'utf8' }).stdout ?? ''
const skip = versionText.includes(VERSION) ? false : `tcpdump ${VERSION} is not installed`

const ADDRESSES = '020000000001020000000002'
const TCP = '45000028000100004006f97d01020304050607080050c00000000001000000025010040000000000'
const ICMP = '4500001c000100004001f97d0102030405060708' + '0800f7fe00010000'
const SNAP_TCP = `0030aaaa030000000800${TCP}`

function frames(tags: readonly string[], before: string, after: string): string[] {
  return tags.flatMap((tag) => [TCP, ICMP].map((packet) => before + tag + after + packet))
}

const MARVELL = ['c00a0000', 'e50ff539', '45ffffff', '050a1234', '250eff34', '01040034', '85f23122', 'a5f73122', '02f80000', '02fc1000']
const BROADCOM = ['2c000080', '00002005', 'ffffffff', '1fffffff', '001201e2', '22560102', '28000401', '30810801', '40001001', '60000201']
const CAPTURES: readonly (readonly [name: string, linkType: number, packets: readonly string[]])[] = [
  ['Marvell DSA', LINK_TYPE.dsaMarvell, frames(MARVELL, ADDRESSES, '0800')],
  [
    'Marvell DSA, odd frames',
    LINK_TYPE.dsaMarvell,
    [`${ADDRESSES}c00a0000${SNAP_TCP}`, `${ADDRESSES}c00a00001234${TCP}`, `${ADDRESSES}c00a00`],
  ],
  ['Marvell EDSA', LINK_TYPE.edsaMarvell, frames(MARVELL, `${ADDRESSES}dada1234`, '0800')],
  ['Broadcom tag', LINK_TYPE.dsaBroadcom, frames(BROADCOM, ADDRESSES, '0800')],
  ['Broadcom tag in front', LINK_TYPE.dsaBroadcomPrepended, [...frames(BROADCOM, '', `${ADDRESSES}0800`), `20000001${ADDRESSES}`, '2000']],
  [
    'Linux ARCNET',
    LINK_TYPE.arcnetLinux,
    [`be50a8e7d4000166${TCP}`, `be50a8e7f0${ICMP}`, `be50a8e7f0000166${ICMP}`, `be50a8e7ee000166${TCP}`, 'be50a8e7'],
  ],
  [
    'BSD ARCNET',
    LINK_TYPE.arcnet,
    [
      `be50d4000166${TCP}`,
      `be50d4050166${ICMP}`,
      `be50d4040166${TCP}`,
      `be50f0${TCP}`,
      `be50d4ffaaaaaa000166${TCP}`,
      `be50ee000166${TCP}`,
      'be50d400',
      'be50',
    ],
  ],
  [
    'Frame Relay',
    LINK_TYPE.frameRelay,
    [
      '184103cc',
      '18410300cc',
      '18410800',
      '1841030080000000' + '0800',
      '184103' + '80000000' + '0800',
      '1840020503cc',
      '5c0e0d0800',
      '1c4f03cc',
      '18410399',
      '18411234',
      '184003cc',
      '194103cc',
      '184103cf0021',
      '000c070800',
      '000c0b0300cc',
      '00011234',
      '00010800',
    ]
      .map((before) => before + TCP)
      .concat(['1841', '184103', '184103cc']),
  ],
  [
    'SLIP',
    LINK_TYPE.slip,
    [
      `0000${'00'.repeat(14)}${ICMP}`,
      `0170${'05'.repeat(14)}${TCP}`,
      `0545${'00'.repeat(14)}${TCP}`,
      `0033${'00'.repeat(14)}${TCP}`,
      `00${'20'.repeat(31)}`,
      '00000000',
    ],
  ],
  [
    'ARP of other hardware',
    LINK_TYPE.ethernet,
    [
      '000108000604000100000000000101020304000000000000',
      '000608000604000100000000000101020304000000000000',
      '00070800010400010101020304ff',
      '006308000604000200000000000101020304000000000002',
      '0001080000040001',
      '0001080000040002',
      '0001664506040001',
      '0001664506000063',
      '0001080006040063',
      '0001080006000001',
    ].map((hex) => `${ADDRESSES}0806${hex}05060708${'00'.repeat(32)}`),
  ],
  [
    'MACsec',
    LINK_TYPE.ethernet,
    [
      ['200000000044', '2eb73f3995c300010800'],
      ['000000000044', '0800'],
      ['0c0000000044', ''],
      ['2f1c00000044', '2eb73f3995c30001'],
      ['400500000001', '0800'],
      ['800000000001', '0800'],
      ['103000000001', '0800'],
      ['300000000001', '2eb73f3995c300010800'],
      ['200000000001', ''],
    ].map(([tag, more]) => `${ADDRESSES}88e5${tag}${more}${TCP}${'00'.repeat(16)}`),
  ],
]

const STYLES: readonly (readonly [words: string, options: Partial<PrintOptions>])[] = [
  ['', {}],
  ['-e', { link: true }],
  ['-v', { verbose: 1 }],
  ['-e -q', { link: true, quiet: 1 }],
  ['-X', { hexAscii: 1 }],
  ['-e -x', { link: true, hex: 1 }],
  ['-A', { ascii: 1 }],
]

function capture(linkType: number, packets: readonly string[], wireLens: readonly number[] = []): Uint8Array {
  const records = packets.map((hex, seconds) => {
    const data = Buffer.from(hex, 'hex')
    return { seconds, fraction: 0, data, wireLen: wireLens[seconds] ?? data.length }
  })
  return buildPcap(records, { network: linkType, snaplen: 262_144 })
}

function ourText(bytes: Uint8Array, options: Partial<PrintOptions>): string {
  const parts: string[] = []
  const out = new TextOutput((text) => parts.push(Buffer.from(text).toString('latin1')))
  const printer = new PacketPrinter(out, { ...PLAIN, numeric: true, timeStyle: 1, ...options }, {})
  const reader: DetectingReader = new DetectingReader((record) => printer.print(record, reader.info.startNs ?? 0n))
  reader.push(bytes)
  reader.end()
  out.flush()
  return parts.join('')
}

function compare(bytes: Uint8Array): void {
  const folder = mkdtempSync(join(tmpdir(), 'synfin-links-'))
  try {
    const file = join(folder, 'link.pcap')
    writeFileSync(file, bytes)
    for (const [words, options] of STYLES) {
      const oracle = spawnSync('tcpdump', ['-n', '-t', ...words.split(' ').filter(Boolean), '-r', file], { encoding: 'latin1' })
      assert.ok(oracle.stdout.length > 0)
      assert.equal(ourText(bytes, options), oracle.stdout, words)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

for (const [name, linkType, packets] of CAPTURES)
  test(`${name}: the same lines as tcpdump`, { skip }, () => compare(capture(linkType, packets)))

test('a packet that states fewer bytes than it has: the same lines as tcpdump', { skip }, () => {
  const packet = `${ADDRESSES}0800${TCP}`
  compare(capture(LINK_TYPE.ethernet, [packet, packet, packet, '', '', packet], [20, 0, 54, 0, 54, 53]))
})
