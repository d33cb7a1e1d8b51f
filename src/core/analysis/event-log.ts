/** The bounded log of a connection's notable packets: repeats, resets, ICMP errors, gaps … each with its packet's profile. */
import type { Packet } from '../packet/packet.ts'
import { EVENTS_HEAD, EVENTS_TAIL, EVENT_KINDS_SEEN, LOST_EVENTS, LOUD_EVENTS, RARE_EVENTS, TRACK_WORDS } from './track-store.ts'

/** Why a packet was noted. */
export const EVENT_KINDS = [
  'syn-repeated',
  'synack-repeated',
  /** A SYN on a connection that was up, with another number than its own. */
  'syn-inside',
  /** An ACK in answer to such a SYN or to a RST that was not exact (RFC 5961 §3, §4). */
  'challenge-ack',
  /** In answer to a SYN, an ACK of something else than that SYN. */
  'ack-unexpected',
  'rst',
  'icmp',
  /** Bytes that were seen before. */
  'retransmission',
  /** Bytes that fill a gap. */
  'out-of-order',
  /** Bytes are missing before this segment. */
  'gap',
  /** The receiver acknowledged bytes that the capture never saw. */
  'acked-unseen',
  'zero-window',
  'window-open',
  'window-probe',
  'keepalive',
  'fin-repeated',
  /** The sender of a RST goes on sending. */
  'after-rst',
  /** Exact copy of the packet before: the capture or the network doubled it. */
  'copy',
  'bad-checksum',
  /** In-order data with a timestamp older than the latest (RFC 7323 §5.3). */
  'timestamp-backwards',
  /** A SACK block at or below the acknowledgment: the receiver got bytes twice (RFC 2883). */
  'dsack',
  'ce-mark',
  /** The receiver tells the sender of a mark (RFC 3168 §6.1.3). */
  'ecn-echo',
  'urgent',
  /** A segment for a connection that both sides had closed. */
  'late-segment',
  /** A segment that no stack sends: SYN with FIN, no flags, FIN without ACK … */
  'odd-flags',
  /** Third and further acknowledgment of the same byte with data outstanding (RFC 5681 §3.2). */
  'duplicate-acks',
] as const
/** Name of a reason to note a packet. */
export type EventKind = (typeof EVENT_KINDS)[number]

const KIND_NUMBER = new Map<EventKind, number>(EVENT_KINDS.map((kind, i) => [kind, i]))

/** The bits that `Connection.eventKinds` has when an event of one of these kinds was noted. */
export function eventKindBits(kinds: readonly EventKind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << eventKind(kind)), 0)
}

/** The number of a kind, for the hot loop. Asserts that the kind exists. */
export function eventKind(kind: EventKind): number {
  const found = KIND_NUMBER.get(kind)
  if (found === undefined) throw new Error(`no event kind ${kind}`)
  return found
}

/** A notable packet. */
export interface TrackedEvent {
  readonly kind: EventKind
  /** Who sent it: 0 the client, 1 the server; for `icmp`, whose packet was quoted. */
  readonly side: number
  readonly packet: number
  readonly timeNs: number
  /** Position of its first byte (SYN is 0), and the highest it acknowledges in the peer's numbering; NaN when there is none. */
  readonly pos: number
  readonly ackPos: number
  readonly flags: number
  readonly payloadLen: number
  readonly ipId: number
  readonly ttl: number
  readonly tos: number
  readonly window: number
  readonly optionBits: number
  readonly dontFragment: boolean
  readonly checksum: number
  readonly flowLabel: number
  /**
   * For `rst`: sequence number minus what its receiver expects next. For `icmp`: type × 256 + code. For repeated SYNs and FINs: how often
   * so far. For `retransmission` and `out-of-order`: duplicate ACKs before it. For `gap` and `acked-unseen`: bytes missing, unseen. For
   * `dsack`: length of the block, which begins at `pos`, in the peer's numbering. For `copy`: by how much the TTL fell.
   */
  readonly a: number
  /** For `rst`, `gap`, `retransmission` and `out-of-order`: the sender's IP ID before (IPv6: its flow label before; not for `rst`). For `copy`: 1 when other packets of this side stand between it and its original. For `icmp`: sender address (IPv4 as int32, IPv6 the id of the address). */
  readonly b: number
  /** For `retransmission`, `out-of-order` and `gap`: microseconds since this side's packet before, for `copy`: since its original; -1 without times. For `rst`: 1 when its receiver had to accept it. For `icmp`: next-hop MTU, and bit 20 when the message is ICMPv6, and the quoted position in `pos`. */
  readonly c: number
  /** The packet's timestamp, if it has the option (raw: only differences mean something). */
  readonly tsVal: number
  // The rest only for `retransmission` and `out-of-order`; `ackPos` is there what the *peer* had acknowledged of this side's bytes.
  /** Timestamp of this side's packet before. */
  readonly tsValBefore: number
  /** Microseconds since the peer's latest packet, -1 without times. */
  readonly peerSilenceUs: number
  /** Bytes that had been sent beyond this segment. */
  readonly beyondBytes: number
  /** The peer's latest acknowledgment had SACK blocks above a hole. */
  readonly peerSacks: boolean
  /** The latest round trip of this side's data in microseconds, 0 before any. */
  readonly rttUs: number
}

const WORDS = 18
/** Kept per connection of kinds that a bad path repeats without end. */
const MOST_LOUD = 24
/** Kept per connection of the others. */
const MOST_RARE = 40
const LOUD = new Uint8Array(EVENT_KINDS.length)
for (const kind of [
  'retransmission',
  'out-of-order',
  'gap',
  'acked-unseen',
  'zero-window',
  'window-open',
  'window-probe',
  'keepalive',
  'copy',
  'dsack',
  'ce-mark',
  'urgent',
  'duplicate-acks',
  'bad-checksum',
  'timestamp-backwards',
] as const)
  LOUD[eventKind(kind)] = 1

/** Events of all connections in one pool; each connection has a linked list in order of arrival. */
export class EventLog {
  #words = new Int32Array(64 * WORDS)
  #doubles = new Float64Array(64 * 3)
  #used = 0
  #free = -1
  /** How many notable packets came, kept or not, and the kind of the last, as `eventKind` numbers it. */
  noted = 0
  lastKind = 0
  /** Nothing is left out for want of room. */
  readonly keepsAll: boolean
  readonly #mostLoud: number
  readonly #mostRare: number

  /** @param keepsAll keeps every event: for one connection that somebody looks at, whose packets are held anyway */
  constructor(keepsAll = false) {
    this.keepsAll = keepsAll
    this.#mostLoud = keepsAll ? Infinity : MOST_LOUD
    this.#mostRare = keepsAll ? Infinity : MOST_RARE
  }

  /** Notes `packet` for the track at `trackWords` (its words and number); counts it when the log is full. Returns whether it was kept. */
  add(
    words: Int32Array,
    track: number,
    kind: number,
    side: number,
    packet: Packet,
    pos: number,
    ackPos: number,
    a: number,
    b: number,
    c: number,
  ): boolean {
    const base = track * TRACK_WORDS
    words[base + EVENT_KINDS_SEEN] |= 1 << kind
    this.count(kind)
    const counter = base + (LOUD[kind] === 1 ? LOUD_EVENTS : RARE_EVENTS)
    if (words[counter] >= (LOUD[kind] === 1 ? this.#mostLoud : this.#mostRare)) {
      words[base + LOST_EVENTS]++
      return false
    }
    words[counter]++
    const entry = this.#take()
    const log = this.#words
    const at = entry * WORDS
    log[at] = 0
    log[at + 1] = kind | (side << 8) | (packet.flags << 16)
    log[at + 2] = packet.number
    log[at + 3] = packet.payloadLen
    log[at + 4] = (packet.ipId << 16) | (packet.ttl << 8) | packet.tos
    log[at + 5] = (packet.window << 16) | packet.optionBits
    log[at + 6] = packet.dontFragment | (packet.checksum << 1)
    log[at + 7] = packet.flowLabel
    log[at + 8] = a
    log[at + 9] = b
    log[at + 10] = c
    log[at + 11] = packet.tsVal
    for (let i = at + 12; i < at + WORDS; i++) log[i] = 0
    this.#doubles[entry * 3] = packet.timeNs
    this.#doubles[entry * 3 + 1] = pos
    this.#doubles[entry * 3 + 2] = ackPos
    if (words[base + EVENTS_HEAD] === 0) words[base + EVENTS_HEAD] = entry + 1
    else log[(words[base + EVENTS_TAIL] - 1) * WORDS] = entry + 1
    words[base + EVENTS_TAIL] = entry + 1
    return true
  }

  /** Counts a notable packet that is not worth a place in the log. */
  count(kind: number): void {
    this.noted++
    this.lastKind = kind
  }

  /** Adds the context of a repeat to the event that was added last. */
  addContext(
    words: Int32Array,
    track: number,
    tsValBefore: number,
    peerSilenceUs: number,
    beyondBytes: number,
    peerSacks: number,
    rttUs: number,
  ): void {
    const at = (words[track * TRACK_WORDS + EVENTS_TAIL] - 1) * WORDS
    const log = this.#words
    log[at + 12] = tsValBefore
    log[at + 13] = peerSilenceUs
    log[at + 14] = beyondBytes
    log[at + 15] = peerSacks
    log[at + 16] = rttUs
  }

  /** The events of a track in order of arrival. */
  of(words: Int32Array, track: number): TrackedEvent[] {
    const events: TrackedEvent[] = []
    const log = this.#words
    for (let next = words[track * TRACK_WORDS + EVENTS_HEAD]; next !== 0; next = log[(next - 1) * WORDS]!) {
      const at = (next - 1) * WORDS
      const entry = next - 1
      events.push({
        kind: EVENT_KINDS[log[at + 1] & 0xff],
        side: (log[at + 1] >>> 8) & 1,
        flags: (log[at + 1] >>> 16) & 0x1ff,
        packet: log[at + 2],
        payloadLen: log[at + 3],
        ipId: log[at + 4] >>> 16,
        ttl: (log[at + 4] >>> 8) & 0xff,
        tos: log[at + 4] & 0xff,
        window: log[at + 5] >>> 16,
        optionBits: log[at + 5] & 0xffff,
        dontFragment: (log[at + 6] & 1) === 1,
        checksum: (log[at + 6] >>> 1) & 3,
        flowLabel: log[at + 7],
        a: log[at + 8],
        b: log[at + 9],
        c: log[at + 10],
        tsVal: log[at + 11],
        tsValBefore: log[at + 12],
        peerSilenceUs: log[at + 13],
        beyondBytes: log[at + 14],
        peerSacks: log[at + 15] === 1,
        rttUs: log[at + 16],
        timeNs: this.#doubles[entry * 3],
        pos: this.#doubles[entry * 3 + 1],
        ackPos: this.#doubles[entry * 3 + 2],
      })
    }
    return events
  }

  /** Forgets the events of a track. */
  drop(words: Int32Array, track: number): void {
    const base = track * TRACK_WORDS
    const head = words[base + EVENTS_HEAD]
    if (head === 0) return
    // The whole list goes in front of the free list; its last entry links on.
    this.#words[(words[base + EVENTS_TAIL] - 1) * WORDS] = this.#free + 1
    this.#free = head - 1
    words[base + EVENTS_HEAD] = 0
    words[base + EVENTS_TAIL] = 0
  }

  #take(): number {
    if (this.#free >= 0) {
      const entry = this.#free
      this.#free = this.#words[entry * WORDS] - 1
      return entry
    }
    if ((this.#used + 1) * WORDS > this.#words.length) {
      const words = new Int32Array(this.#words.length * 2)
      words.set(this.#words)
      this.#words = words
      const doubles = new Float64Array(this.#doubles.length * 2)
      doubles.set(this.#doubles)
      this.#doubles = doubles
    }
    return this.#used++
  }
}
