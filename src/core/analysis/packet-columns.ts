/** The packets of one connection as columns of numbers: what ladders and graphs are drawn from. */
import { FLAG, KIND, KNOWN, OPTION, type Packet } from '../packet/packet.ts'
import type { Connection } from './connection.ts'
import { EVENT_KINDS, type EventKind } from './event-log.ts'

/** Who sent a packet: one of the two ends, or (an ICMP error) a third party. */
export const SENDER = { client: 0, server: 1, other: 2 } as const

/** SACK blocks kept of a packet (RFC 2018 §3: the options have room for no more). */
export const MOST_SACK_BLOCKS = 4

/**
 * Packets of one connection in order; entry `i` of each column is about the same packet. All are typed arrays, so that they go from
 * a worker to a page without a copy. Positions count the SYN as 0 and the first byte of data as 1, and do not wrap; NaN is unknown.
 */
export interface PacketColumns {
  readonly count: number
  /** The packet's number in the capture, from 1. */
  readonly number: Uint32Array
  /** Nanoseconds since the connection's first packet. */
  readonly timeNs: Float64Array
  /** One of `SENDER`; for an ICMP error see `icmpQuotes`. */
  readonly sender: Uint8Array
  /** Bits of `FLAG`; 0 for an ICMP error. */
  readonly flags: Uint16Array
  /** Position of the first byte in the sender's stream. */
  readonly pos: Float64Array
  readonly payloadBytes: Uint32Array
  /** What the packet acknowledges: the next position wanted of the peer's stream. NaN without ACK. */
  readonly ackPos: Float64Array
  /** The window, scaled by the factor that both SYNs agreed on (RFC 7323 §2.2); NaN when unknown. */
  readonly windowBytes: Float64Array
  /** Number of SACK blocks, and their edges as positions of the peer's stream: block `b` of packet `i` at `i * MOST_SACK_BLOCKS + b`. */
  readonly sackCount: Uint8Array
  readonly sackFrom: Float64Array
  readonly sackTo: Float64Array
  /** Timestamps of RFC 7323, meaningful where `hasTimestamp` is 1. */
  readonly hasTimestamp: Uint8Array
  readonly tsVal: Uint32Array
  readonly tsEcr: Uint32Array
  /** What is notable: an index of `EVENT_KINDS` plus 1, or 0 (`eventOf`). */
  readonly event: Uint8Array
  /** Type × 256 + code of an ICMP error, or -1; 4 or 6; whose packet it quotes (`SENDER`); its next-hop MTU or 0. */
  readonly icmp: Int32Array
  readonly icmpVersion: Uint8Array
  readonly icmpQuotes: Uint8Array
  readonly icmpMtu: Uint32Array
  /** IP TTL or hop limit, IP identification (IPv4), bytes on the wire. */
  readonly ttl: Uint8Array
  readonly ipId: Uint16Array
  readonly wireBytes: Uint32Array
}

/** The event kind of packet `i`, or undefined. */
export function eventOf(columns: PacketColumns, i: number): EventKind | undefined {
  return columns.event[i] === 0 ? undefined : EVENT_KINDS[columns.event[i] - 1]
}

/** What packet `i` takes of its sender's sequence space (RFC 9293 §3.4): payload, and one each for SYN and FIN. */
export function sequenceLength(columns: PacketColumns, i: number): number {
  const flags = columns.flags[i]
  return columns.payloadBytes[i] + (flags & FLAG.syn ? 1 : 0) + (flags & FLAG.fin ? 1 : 0)
}

/** Whether packet `i` is a reset. */
export function isReset(columns: PacketColumns, i: number): boolean {
  return (columns.flags[i] & FLAG.rst) !== 0
}

/** The buffers of all columns, to be transferred to another thread. */
export function columnBuffers(columns: PacketColumns): ArrayBuffer[] {
  return Object.values(columns)
    .filter((column) => typeof column === 'object')
    .map((column: Uint8Array) => column.buffer as ArrayBuffer)
}

/** First sequence numbers of both ends (int32 or uint32), from which positions count; null where none is known. */
export interface FirstNumbers {
  readonly client: number | null
  readonly server: number | null
}

const FIRST_CAPACITY = 256
/** The window scale may be no larger (RFC 7323 §2.3). */
const LARGEST_SCALE = 14
const UNSEEN = -1
/** Where the addresses stand in an IPv6 header (RFC 8200 §3). */
const IPV6_SOURCE = 8
const IPV6_DESTINATION = 24
const IPV6_BYTES = 16
const NO_SCALE = -2

/** Collects the packets of one connection. */
export class PacketColumnsBuilder {
  #count = 0
  #capacity = FIRST_CAPACITY
  #columns = emptyColumns(FIRST_CAPACITY)
  readonly #first: readonly [number | null, number | null]
  /** Latest raw number and position of each side's stream, for unwrapping. */
  readonly #raw = [0, 0]
  readonly #pos = [0, 0]
  readonly #isBased = [false, false]
  /** Shift counts of both sides: `UNSEEN` before its SYN, `NO_SCALE` when that had none. */
  readonly #scale = [UNSEEN, UNSEEN]
  #startNs = NaN

  /** @param first numbers of the SYNs as the report has them (`isn`) */
  constructor(first: FirstNumbers) {
    this.#first = [first.client, first.server]
    for (const side of [0, 1]) {
      const number = this.#first[side]
      if (number === null) continue
      this.#raw[side] = number | 0
      this.#isBased[side] = true
    }
  }

  /**
   * Adds a packet.
   *
   * @param side 0 when the client sent it, 1 the server; for an ICMP error, who sent the packet that it quotes
   */
  add(packet: Packet, side: number): void {
    if (this.#count === this.#capacity) this.#grow()
    const i = this.#count++
    const c = this.#columns
    if (i === 0) this.#startNs = packet.timeNs
    c.number[i] = packet.number
    c.timeNs[i] = packet.timeNs - this.#startNs
    c.ttl[i] = packet.ttl
    c.ipId[i] = packet.ipId
    c.wireBytes[i] = packet.wireLen
    c.pos[i] = c.ackPos[i] = c.windowBytes[i] = NaN
    c.icmp[i] = -1
    if (packet.kind === KIND.icmpError) this.#addIcmp(packet, side, i)
    else this.#addSegment(packet, side, i)
  }

  #addIcmp(packet: Packet, side: number, i: number): void {
    const c = this.#columns
    c.sender[i] = isFromQuotedTarget(packet) ? 1 - side : SENDER.other
    c.icmp[i] = (packet.icmpType << 8) | packet.icmpCode
    c.icmpVersion[i] = packet.ipVersion
    c.icmpQuotes[i] = side
    c.icmpMtu[i] = packet.icmpMtu
    c.pos[i] = this.#isBased[side] ? this.#pos[side] + ((packet.quotedSeq - this.#raw[side]) | 0) : NaN
  }

  #addSegment(packet: Packet, side: number, i: number): void {
    const c = this.#columns
    const { flags } = packet
    c.sender[i] = side
    c.flags[i] = flags
    c.payloadBytes[i] = packet.payloadLen
    if (packet.known & KNOWN.seq) c.pos[i] = this.#positionOf(side, packet.seq, flags & FLAG.syn ? 0 : 1)
    if (flags & FLAG.ack) c.ackPos[i] = this.#positionOf(1 - side, packet.ack, 1)
    if (flags & FLAG.syn)
      this.#scale[side] = packet.optionBits & OPTION.windowScale ? Math.min(packet.windowScale, LARGEST_SCALE) : NO_SCALE
    if (packet.known & KNOWN.window) c.windowBytes[i] = this.#windowBytes(packet, side)
    c.sackCount[i] = packet.sackCount
    for (let b = 0; b < packet.sackCount; b++) {
      c.sackFrom[i * MOST_SACK_BLOCKS + b] = this.#positionOf(1 - side, packet.sack[b * 2], 1)
      c.sackTo[i * MOST_SACK_BLOCKS + b] = this.#positionOf(1 - side, packet.sack[b * 2 + 1], 1)
    }
    if (packet.optionBits & OPTION.timestamps) {
      c.hasTimestamp[i] = 1
      c.tsVal[i] = packet.tsVal
      c.tsEcr[i] = packet.tsEcr
    }
  }

  /** The window of a SYN is never scaled; scaling counts only when both SYNs had the option (RFC 7323 §2.2). */
  #windowBytes({ flags, window }: Packet, side: number): number {
    const scale = this.#scale[side]
    if (flags & FLAG.syn || scale === NO_SCALE || this.#scale[1 - side] === NO_SCALE) return window
    return scale === UNSEEN ? NaN : window * 2 ** scale
  }

  /** The position of a raw number near the latest of its stream; `ifFirst` is what it counts as when nothing is known of the stream. */
  #positionOf(side: number, raw: number, ifFirst: number): number {
    if (!this.#isBased[side]) {
      this.#isBased[side] = true
      this.#raw[side] = raw
      this.#pos[side] = ifFirst
      return ifFirst
    }
    const pos = this.#pos[side] + ((raw - this.#raw[side]) | 0)
    // Old numbers are behind; the latest is what the next is near to.
    if (pos > this.#pos[side]) {
      this.#pos[side] = pos
      this.#raw[side] = raw
    }
    return pos
  }

  /**
   * The columns with positions that count from other first numbers than they were built with: what is known of a connection only when it
   * is over. The builder is used up, as with `finish`.
   */
  finishFrom(first: FirstNumbers, connection: Connection | undefined): PacketColumns {
    const columns = this.finish(connection)
    const shift = [first.client, first.server].map((number, side) => {
      const now = this.#raw[side] - this.#pos[side]
      return this.#isBased[side] && number !== null ? (now - number) | 0 : 0
    })
    if (shift.every((by) => by === 0)) return columns
    for (let i = 0; i < columns.count; i++) {
      const side = columns.sender[i]
      if (side === SENDER.other || columns.icmp[i] >= 0) continue
      columns.pos[i] += shift[side]
      columns.ackPos[i] += shift[1 - side]
      for (let b = i * MOST_SACK_BLOCKS; b < i * MOST_SACK_BLOCKS + columns.sackCount[i]; b++) {
        columns.sackFrom[b] += shift[1 - side]
        columns.sackTo[b] += shift[1 - side]
      }
    }
    return columns
  }

  /** The columns, cut to size, with what `connection` found notable. The builder is used up. */
  finish(connection: Connection | undefined): PacketColumns {
    const columns = sized(this.#columns, this.#count)
    if (connection === undefined) return columns
    const { events } = connection
    let i = 0
    for (const { packet, kind } of events) {
      while (i < columns.count && columns.number[i] < packet) i++
      // A later note of the same packet says less than the first, except what makes it a repeat.
      if (columns.number[i] === packet && columns.event[i] === 0) columns.event[i] = EVENT_KINDS.indexOf(kind) + 1
    }
    return columns
  }

  #grow(): void {
    this.#capacity *= 2
    this.#columns = sized(this.#columns, this.#capacity)
  }
}

/** Whether the host to which the quoted packet was sent has refused it itself. */
function isFromQuotedTarget({ ipVersion, quotedIpVersion, srcAddr, quotedDstAddr, bytes, ipOffset, quotedIpOffset }: Packet): boolean {
  if (ipVersion !== quotedIpVersion) return false
  if (ipVersion === 4) return srcAddr === quotedDstAddr
  const [source, target] = [ipOffset + IPV6_SOURCE, quotedIpOffset + IPV6_DESTINATION]
  return Array.from({ length: IPV6_BYTES }, (_, i) => bytes[source + i] === bytes[target + i]).every(Boolean)
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function emptyColumns(capacity: number): Writable<PacketColumns> {
  return {
    count: 0,
    number: new Uint32Array(capacity),
    timeNs: new Float64Array(capacity),
    sender: new Uint8Array(capacity),
    flags: new Uint16Array(capacity),
    pos: new Float64Array(capacity),
    payloadBytes: new Uint32Array(capacity),
    ackPos: new Float64Array(capacity),
    windowBytes: new Float64Array(capacity),
    sackCount: new Uint8Array(capacity),
    sackFrom: new Float64Array(capacity * MOST_SACK_BLOCKS),
    sackTo: new Float64Array(capacity * MOST_SACK_BLOCKS),
    hasTimestamp: new Uint8Array(capacity),
    tsVal: new Uint32Array(capacity),
    tsEcr: new Uint32Array(capacity),
    event: new Uint8Array(capacity),
    icmp: new Int32Array(capacity),
    icmpVersion: new Uint8Array(capacity),
    icmpQuotes: new Uint8Array(capacity),
    icmpMtu: new Uint32Array(capacity),
    ttl: new Uint8Array(capacity),
    ipId: new Uint16Array(capacity),
    wireBytes: new Uint32Array(capacity),
  }
}

/** A copy of `columns` with room for `count` packets, or cut to them. */
function sized(columns: PacketColumns, count: number): Writable<PacketColumns> {
  const copy = emptyColumns(count)
  copy.count = count
  for (const [name, column] of Object.entries(columns) as [keyof PacketColumns, Uint8Array | number][]) {
    if (typeof column === 'number') continue
    const target = copy[name] as Uint8Array
    target.set(column.subarray(0, target.length))
  }
  return copy
}
