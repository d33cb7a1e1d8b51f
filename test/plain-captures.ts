/** Captures of packets of the plain kind, and of such as are nearly plain: what is direct and what needs items lies side by side in them. */
import { buildPcap, concatenate, PcapngBlocks, type BuiltPacket } from './capture-builder.ts'

const PACKETS = 1500
const ETHERNET_BYTES = 14
const SHORTEST_FRAME = 60
const US_PER_S = 1_000_000
const FIRST_SECOND = 1_700_000_000

/** Whole numbers below a limit, the same in every run. */
export type Roll = (below: number) => number

/** A source of numbers for tests. */
export function rollFrom(seed: number): Roll {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

interface End {
  readonly address: readonly number[]
  readonly port: number
  seq: number
}

/** Options as every system sends them, as some do, and as nobody should. */
function optionsOf(roll: Roll, isSyn: boolean, acked: number): number[] {
  const word = (value: number) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
  const timestamps = [8, 10, ...word(roll(0x7fffffff) * 2), ...word(roll(0x7fffffff))]
  const edges = (count: number) =>
    Array.from({ length: count }, (_, i) => {
      const left = (acked + (roll(4) - (i === 0 ? 1 : 0)) * 1000 + i * 5000) >>> 0
      return [...word(left), ...word((left + 1 + roll(3000)) >>> 0)]
    }).flat()
  const kind = roll(10)
  if (isSyn) {
    if (kind === 0) return []
    if (kind === 1) return [2, 4, 5, 180, 1, 3, 3, 15, 1, 1, 4, 2]
    if (kind === 2) return [1, 3, 3, roll(15), 4, 2, 1, 1]
    if (kind === 3) return [2, 4, 5, 180, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 2]
    return [2, 4, 5, 180, 4, 2, ...timestamps, 1, 3, 3, roll(15)]
  }
  if (kind < 4) return [1, 1, ...timestamps]
  if (kind < 6) return []
  if (kind === 6) return [1, 1, 5, 10, ...edges(1)]
  if (kind === 7) return [1, 1, ...timestamps, 1, 1, 5, 18, ...edges(2)]
  if (kind === 8) return [1, 1, ...timestamps, 1, 1, 5, 26, ...edges(3)]
  return roll(2) === 0 ? [1, 1, 1, 1] : [5, 34, ...edges(4), 1, 1]
}

function flagsOf(roll: Roll): number {
  const usual = [0x10, 0x10, 0x10, 0x18, 0x18, 0x11, 0x02, 0x12, 0x14, 0x04]
  const flags = usual[roll(usual.length)]
  return roll(20) === 0 ? flags ^ (1 << roll(9)) : flags
}

/** One frame from one end to the other; numbers go on, come again, or leap. */
function frameOf(roll: Roll, from: End, to: End): number[] {
  const flags = flagsOf(roll)
  const options = optionsOf(roll, (flags & 2) !== 0, to.seq)
  const payload = Array.from({ length: roll(3) === 0 ? [1, 2, 40, 600][roll(4)] : 0 }, () => roll(256))
  const leap = roll(12)
  const seq = (from.seq + (leap === 0 ? -1000 : leap === 1 ? 2000 : leap === 2 ? -1 : 0)) >>> 0
  const ack = flags & 0x10 || roll(10) === 0 ? (to.seq + (roll(15) === 0 ? 500 : 0)) >>> 0 : 0
  if (leap > 2) from.seq = (from.seq + payload.length + (flags & 3 ? 1 : 0)) >>> 0
  const word = (value: number) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
  const half = (value: number) => [(value >>> 8) & 0xff, value & 0xff]
  const offset = (20 + options.length) / 4
  const urgent = roll(30) === 0 ? roll(0xffff) : 0
  const window = [0, 1, 501, 501, 501, 65_535][roll(6)]
  const ports = [...half(from.port), ...half(to.port)]
  const start = [...ports, ...word(seq), ...word(ack), (offset << 4) | (flags >>> 8), flags & 0xff]
  const segment = [...start, ...half(window), ...half(roll(0xffff)), ...half(urgent), ...options, ...payload]
  const tos = roll(4) === 0 ? roll(256) : 0
  const isIpv6 = from.address.length > 4
  const ttl = roll(40) === 0 ? roll(5) : 64
  const flow = roll(3) === 0 ? [roll(16), roll(256), roll(256)] : [0, 0, 0]
  const ipv4 = [0x45, tos, ...half(20 + segment.length), ...half(roll(0xffff)), [0x40, 0x40, 0, 0xc0, 0x20][roll(5)], 0, ttl, 6]
  const ipv6 = [0x60 | (tos >>> 4), ((tos & 15) << 4) | flow[0], flow[1], flow[2], ...half(segment.length), 6, ttl]
  const addresses = [...from.address, ...to.address]
  const ip = isIpv6 ? [...ipv6, ...addresses] : [...ipv4, ...half(roll(0xffff)), ...addresses]
  const source = [roll(50) === 0 ? 3 : 2, 0, 0, 0, 0, from.port & 3]
  const frame = [2, 0, 0, 0, 0, to.port & 3, ...source, ...(isIpv6 ? [0x86, 0xdd] : [8, 0]), ...ip, ...segment]
  if (roll(2) === 0) while (frame.length < SHORTEST_FRAME) frame.push(roll(200) === 0 ? 1 : 0)
  if (roll(40) === 0) frame.push(...word(roll(0x7fffffff)))
  return frame
}

function packetsOf(roll: Roll): BuiltPacket[] {
  const ends = [
    [10, 0, 0, 1],
    [192, 168, 100, 255],
    [224, 0, 0, 1],
    [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    [0x20, 2, 1, 2, 3, 4, 0, 5, 2, 0, 0x5e, 0xff, 0xfe, 1, 2, 3],
    [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0x5e, 0xfe, 10, 0, 0, 1],
  ].flatMap((address) => [443, 40_000, 50_001].map((port): End => ({ address, port, seq: (roll(0x7fffffff) * 2) >>> 0 })))
  let timeUs = 0
  return Array.from({ length: PACKETS }, () => {
    const from = ends[roll(ends.length)]
    const others = ends.filter(({ address, port }) => address.length === from.address.length && port !== from.port)
    const data = Uint8Array.from(frameOf(roll, from, others[roll(2)]))
    timeUs = Math.max(0, timeUs + [0, 7, 1000, 50_000, 3_000_000, roll(5) === 0 ? -2000 : 0][roll(6)])
    const seconds = FIRST_SECOND + Math.floor(timeUs / US_PER_S)
    const kept = roll(15) === 0 ? ETHERNET_BYTES + roll(data.length) : data.length
    return { seconds, fraction: timeUs % US_PER_S, data: data.subarray(0, kept), wireLen: data.length }
  })
}

/** A pcap file of random conversations. */
export function plainPcap(seed: number): Uint8Array {
  return buildPcap(packetsOf(rollFrom(seed)))
}

/** The same as pcapng, from interfaces with names that a terminal should not see, and one that is longer than any. */
export function plainPcapng(seed: number): Uint8Array {
  const blocks = new PcapngBlocks()
  const names = ['eth0', 'e\u001b[2Jth1', 'x'.repeat(5000)]
  const interfaces = names.map((name) => blocks.interface(1, [[2, Uint8Array.from(name, (character) => character.charCodeAt(0))]]))
  const packets = packetsOf(rollFrom(seed)).map(({ seconds, fraction, data, wireLen }, i) =>
    blocks.packet(i % names.length, BigInt(seconds) * BigInt(US_PER_S) + BigInt(fraction), data, [], wireLen),
  )
  return concatenate(blocks.section(), ...interfaces, ...packets)
}

/** A pcap file with a byte of every third packet's headers changed. */
export function damaged(pcap: Uint8Array, seed: number): Uint8Array {
  const bytes = pcap.slice()
  const view = new DataView(bytes.buffer)
  const isLittle = view.getUint32(0, true) >>> 16 === 0xa1b2
  const roll = rollFrom(seed)
  for (let at = 24; at + 16 <= bytes.length;) {
    const length = view.getUint32(at + 8, isLittle)
    if (length > bytes.length) break
    if (roll(3) === 0 && length > 0) {
      const place = at + 16 + roll(Math.min(length, 80))
      if (place < bytes.length) bytes[place] ^= 1 << roll(8)
    }
    at += 16 + length
  }
  return bytes
}
