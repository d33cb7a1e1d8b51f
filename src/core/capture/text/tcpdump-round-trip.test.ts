/** Holds the text reader against tcpdump and tshark: the packets read from what they print must equal those of the capture. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { KNOWN, type PacketRecord } from '../record.ts'
import { dumpLayout, dumpWireLength } from './hex-lines.ts'
import { factsOfBytes } from './packet-of-bytes.ts'
import { TextReader } from './text-reader.ts'

interface Packet {
  bytes: Uint8Array
  wireLen: number
  seconds: number
  known: number
}

const folder = mkdtempSync(join(tmpdir(), 'text-reader-'))
after(() => rmSync(folder, { recursive: true }))
const installed = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0
const print = (args: readonly string[]): string =>
  spawnSync(args[0], args.slice(1), { encoding: 'latin1', maxBuffer: 1 << 28, env: { ...process.env, TZ: 'GMT0' } }).stdout

function tcp(
  six: boolean,
  forward: boolean,
  flags: number,
  seq: number,
  ack: number,
  options: readonly number[],
  payload: number,
): Uint8Array {
  const header = 20 + options.length
  const ends: [number[], number[]] = six
    ? [
        [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
      ]
    : [
        [192, 0, 2, 1],
        [192, 0, 2, 2],
      ]
  const [source, destination] = forward ? ends : [ends[1], ends[0]]
  const ports = forward ? [40000, 80] : [80, 40000]
  const length = header + payload
  const ip = six
    ? [0x60, 0x2a, 0xbc, 0xde, length >> 8, length & 255, 6, 57, ...source, ...destination]
    : [0x45, 2, (20 + length) >> 8, (20 + length) & 255, 1, 7, 0x40, 0, 63, 6, 0, 0, ...source, ...destination]
  const segment = [
    ...ports.flatMap((port) => [port >> 8, port & 255]),
    ...[seq, ack].flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]),
    (header / 4) << 4,
    flags,
    1,
    0xf6,
    0x12,
    0x34,
    0,
    0,
    ...options,
    ...Array.from({ length: payload }, (_, at) => 97 + (at % 26)),
  ]
  return Uint8Array.from([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, ...(six ? [0x86, 0xdd] : [8, 0]), ...ip, ...segment])
}

function capture(name: string, packets: readonly Uint8Array[]): string {
  const file = join(folder, name)
  const parts = [Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex')]
  packets.forEach((bytes, at) => {
    const record = Buffer.alloc(16)
    record.writeUInt32LE(1_700_000_000 + at, 0)
    record.writeUInt32LE((at * 137_011) % 1_000_000, 4)
    record.writeUInt32LE(bytes.length, 8)
    record.writeUInt32LE(bytes.length, 12)
    parts.push(record, Buffer.from(bytes))
  })
  writeFileSync(file, Buffer.concat(parts))
  return file
}

function packetsOf(file: string): Packet[] {
  const data = readFileSync(file)
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  const packets: Packet[] = []
  for (let at = 24; at + 16 <= data.length;) {
    const length = view.getUint32(at + 8, true)
    packets.push({
      bytes: data.subarray(at + 16, at + 16 + length),
      wireLen: view.getUint32(at + 12, true),
      seconds: view.getUint32(at, true) + view.getUint32(at + 4, true) / 1e6,
      known: -1,
    })
    at += 16 + length
  }
  return packets.filter((packet) => segmentOf(packet) !== undefined)
}

function textPackets(text: string): Packet[] {
  const packets: Packet[] = []
  const reader = new TextReader((record: PacketRecord) =>
    packets.push({
      bytes: record.bytes.slice(0, record.capLen),
      wireLen: record.wireLen,
      seconds: record.timeNs / 1e9,
      known: record.known,
    }),
  )
  reader.push(Buffer.from(text, 'latin1'))
  reader.end()
  return packets.filter((packet) => segmentOf(packet) !== undefined)
}

/** The facts of a packet's segment that text can show; undefined for packets that carry no TCP. */
function segmentOf({ bytes, wireLen }: Packet): Record<string, unknown> | undefined {
  const layout = dumpLayout(bytes)
  const read = layout && layout.ip >= 0 ? factsOfBytes(bytes, layout) : undefined
  if (!layout || !read?.ip || !read.tcp) return undefined
  const { ip, tcp: segment } = read
  const start = layout.ip + (ip.version === 6 ? 40 : 20) + 20
  const options = Buffer.from(bytes.subarray(start, start + segment.headerLength! - 20))
    .toString('hex')
    .replace(/(?:00|01)*$/, '')
  return {
    ends: `${ip.source}:${segment.sourcePort} > ${ip.destination}:${segment.destinationPort}`,
    payload: Math.max(wireLen, dumpWireLength(bytes, layout)) - wireLen + segment.payload!,
    flags: segment.flags! & 0xff,
    seq: segment.seq,
    ack: segment.ack,
    window: segment.window,
    checksum: segment.checksum,
    options,
    ttl: ip.ttl,
    tos: ip.version === 6 ? ((bytes[layout.ip] * 16) % 256) + (bytes[layout.ip + 1] >> 4) : ip.tos,
    id: ip.id,
  }
}

const NEEDS: Readonly<Record<string, number>> = {
  flags: KNOWN.flags,
  seq: KNOWN.seq | KNOWN.absoluteNumbers,
  ack: KNOWN.absoluteNumbers,
  window: KNOWN.window,
  checksum: KNOWN.checksum,
  options: KNOWN.options,
  ttl: KNOWN.ttl,
  tos: KNOWN.tos,
  id: KNOWN.ipId,
}

function compare(file: string, text: string, required: readonly (keyof typeof KNOWN)[], skip: readonly string[] = []): void {
  const want = packetsOf(file)
  const got = textPackets(text)
  assert.equal(got.length, want.length, 'number of packets')
  got.forEach((packet, at) => {
    const expected = segmentOf(want[at])!
    const found = segmentOf(packet)!
    for (const name of required) assert.ok((packet.known & KNOWN[name]) !== 0, `packet ${at + 1}: ${name} is known`)
    for (const name of Object.keys(expected)) {
      const need = NEEDS[name] ?? 0
      if (skip.includes(name) || (packet.known & need) !== need || (expected['ends'] as string).includes(':0')) continue
      assert.deepEqual(found[name], expected[name], `packet ${at + 1}: ${name}`)
    }
    if ((packet.known & KNOWN.time) !== 0)
      assert.ok(Math.abs(packet.seconds - got[0].seconds - (want[at].seconds - want[0].seconds)) < 2e-6, `packet ${at + 1}: time`)
  })
}

const STYLES: readonly (readonly [string, readonly (keyof typeof KNOWN)[]])[] = [
  ['-n', ['time', 'addresses', 'flags', 'window']],
  ['-nS', ['time']],
  ['', ['time']],
  ['-ne', ['linkAddresses']],
  ['-nv', ['ttl', 'tos']],
  ['-nvv', ['seq']],
  ['-nvvve', ['seq', 'linkAddresses']],
  ['-nq', ['time']],
  ['-nt', []],
  ['-ntt', ['date']],
  ['-ntttt', ['date']],
  ['-nttttt', ['time']],
  ['-nx', ['checksum', 'ttl']],
  ['-nX', ['checksum']],
  ['-nxx', ['linkAddresses']],
  ['-nvXX', ['checksum', 'linkAddresses']],
  ['-nA', ['time']],
  ['-n#', ['time']],
]
const SYN_OPTIONS = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7]
const STAMPS = [1, 1, 8, 10, 0, 0, 0, 10, 0, 0, 0, 11]

function conversation(six: boolean): Uint8Array[] {
  const isn = 4_294_967_000
  return [
    tcp(six, true, 2, isn, 0, SYN_OPTIONS, 0),
    tcp(six, false, 0x12, 77_000_000, (isn + 1) >>> 0, SYN_OPTIONS, 0),
    tcp(six, true, 0x10, (isn + 1) >>> 0, 77_000_001, STAMPS, 0),
    tcp(six, true, 0x18, (isn + 1) >>> 0, 77_000_001, STAMPS, 400),
    tcp(six, false, 0x10, 77_000_001, (isn + 401) >>> 0, [1, 1, 5, 10, 0, 0, 0x02, 0, 0, 0, 0x03, 0], 0),
    tcp(six, true, 0x18, (isn + 1) >>> 0, 77_000_001, STAMPS, 400),
    tcp(six, false, 0x11, 77_000_001, (isn + 401) >>> 0, STAMPS, 0),
    tcp(six, true, 0x04, (isn + 401) >>> 0, 0, [], 0),
  ]
}

describe('what tcpdump prints', { skip: installed('tcpdump') ? false : 'tcpdump is not installed' }, () => {
  for (const six of [false, true]) {
    const file = capture(six ? 'six.pcap' : 'four.pcap', conversation(six))
    for (const [style, required] of STYLES) {
      it(`${six ? 'IPv6' : 'IPv4'} ${style || 'with names'}`, () =>
        compare(
          file,
          print(['tcpdump', '-r', file, ...(style ? [style] : [])]),
          required.filter((name) => !six || name !== 'tos'),
        ))
    }
  }

  const shared = '../shared/captures'
  it('of captures from elsewhere', { skip: existsSync(shared) ? false : 'no captures beside the project' }, () => {
    const files = readdirSync(shared)
      .filter((name) => /^(?:open|close|rst|refused|reject|zero|fast).*-1\.client\.pcap$/.test(name))
      .slice(0, 12)
    for (const name of files) {
      const file = join(shared, name)
      for (const style of ['-n', '-nS', '-nvv', '-nX']) {
        try {
          compare(file, print(['tcpdump', '-r', file, style]), [])
        } catch (error) {
          throw new Error(`${name} ${style}`, { cause: error })
        }
      }
    }
  })
})

describe('what tshark prints', { skip: installed('tshark') ? false : 'tshark is not installed' }, () => {
  for (const six of [false, true]) {
    const file = capture(six ? 'six-shark.pcap' : 'four-shark.pcap', conversation(six))
    it(`${six ? 'IPv6' : 'IPv4'}: details`, () =>
      compare(file, print(['tshark', '-V', '-r', file]), ['date', 'linkAddresses', 'absoluteNumbers', 'options', 'checksum', 'ttl']))
    it(`${six ? 'IPv6' : 'IPv4'}: the packet list`, () => compare(file, print(['tshark', '-r', file]), ['time'], ['options', 'id']))
  }
})
