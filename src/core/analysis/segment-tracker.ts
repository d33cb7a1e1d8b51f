/**
 * Follows the segments of a connection: positions, retransmissions, acknowledgments, windows, RTT, closing.
 *
 * This is the hot loop's largest function. It reads the packet's numbers and writes the track's typed arrays; whatever is rare (a gap, a
 * repeat, a reset) goes into a function of its own. `segment-model.ts` says the same slowly and obviously, and a property test holds the
 * two against each other. Positions follow `side-layout.ts`: SYN is 0, the first byte of data 1, and no 32-bit number is compared later.
 */
import { refusesSyn } from '../flow/roles.ts'
import { CHECKSUM, DIRECTION, FLAG, KNOWN, OPTION, type Packet } from '../packet/packet.ts'
import { countStep } from './count-step.ts'
import { EventLog, eventKind } from './event-log.ts'
import { Holes } from './holes.ts'
import { SHORTEST_DELAYED_ACK_NS } from './quiet-layout.ts'
import { ECHO_NS, RecentSegments, SAME_ID_NS } from './recent-segments.ts'
import { SHORTEST_TIMEOUT_NS, TELLING_DUPLICATES } from './repeat-timing.ts'
import { RoundTrips } from './round-trips.ts'
import * as at from './side-layout.ts'
import {
  LAST_DATA_SIDE,
  LAST_PACKET,
  PENDING_CHALLENGE,
  PENDING_CHALLENGE_ACK,
  PENDING_SYN,
  SHARED_WORDS,
  TRACK_DOUBLES,
  TRACK_WORDS,
  TrackStore,
} from './track-store.ts'

const SYN_REPEATED = eventKind('syn-repeated')
const SYNACK_REPEATED = eventKind('synack-repeated')
const CHALLENGE_ACK = eventKind('challenge-ack')
const ACK_UNEXPECTED = eventKind('ack-unexpected')
const RST = eventKind('rst')
const RETRANSMISSION = eventKind('retransmission')
const OUT_OF_ORDER = eventKind('out-of-order')
const GAP = eventKind('gap')
const ACKED_UNSEEN = eventKind('acked-unseen')
const ZERO_WINDOW = eventKind('zero-window')
const WINDOW_OPEN = eventKind('window-open')
const WINDOW_PROBE = eventKind('window-probe')
const KEEPALIVE = eventKind('keepalive')
const FIN_REPEATED = eventKind('fin-repeated')
const AFTER_RST = eventKind('after-rst')
const COPY = eventKind('copy')
const BAD_CHECKSUM = eventKind('bad-checksum')
const TIMESTAMP_BACKWARDS = eventKind('timestamp-backwards')
const DSACK = eventKind('dsack')
const CE_MARK = eventKind('ce-mark')
const URGENT = eventKind('urgent')
const ECN_ECHO = eventKind('ecn-echo')
const ODD_FLAGS = eventKind('odd-flags')
const DUPLICATE_ACKS = eventKind('duplicate-acks')

const SYN_OR_RST_OR_FIN = FLAG.syn | FLAG.rst | FLAG.fin
const BIT = at.SIDE_BIT

/** With another IP ID it must be sooner still: capture cards, tunnels and bridges that number their copies are that quick. */
const RENUMBERED_ECHO_NS = 1e5
/** An acknowledgment further ahead than the largest scaled window (RFC 7323 §2.3) is no acknowledgment of this stream. */
const FARTHEST_ACK = 2 ** 30
/** The longest time that a delayed ACK takes (`SHORTEST_DELAYED_ACK_NS`), with a long round trip. */
const LONGEST_DELAYED_ACK_NS = 600e6
/** No system in use keeps an ACK back for longer (Windows: 200 ms; RFC 9293 §3.8.6.3 allows 500 ms). */
const ACKNOWLEDGED_BY_NS = 250e6
/** What follows an ACK this soon had been waiting for it. */
const AT_ONCE_NS = 5e6
/** So many copies of each side are told one by one; where nearly everything is there twice, more of them only push other events out of the log. */
const TOLD_COPIES = 8
/** Directions whose latest segments are kept at a time, a kilobyte each; of others, only a copy right behind its original is known. */
const MOST_RECENT = 65_536
/** Payload that fits into the packets that every IPv6 link carries (1280 bytes, RFC 8200 §5), and in practice every tunnel. */
const SAFE_SEGMENT = 1220
/** From the peer's so many'th data segment on, an echo tells of the queue; the first ones come when the program gets to it. */
const STEADY_SEGMENTS = 5
/** Congestion experienced, in the low bits of TOS (RFC 3168 §5). */
export const CE = 3

/** Follows segments into the tracks of a `TrackStore`. */
export class SegmentTracker {
  readonly store: TrackStore
  readonly events: EventLog
  readonly roundTrips: RoundTrips
  /** Missing byte ranges of the few directions that have any, by `track * 2 + side`. */
  readonly #holes = new Map<number, Holes>()
  /** The latest segments of the directions of connections with copies, likewise. */
  readonly #recent = new Map<number, RecentSegments>()

  /** @param expected connections of the input (`TrackStore`) */
  constructor(events = new EventLog(), expected = 0) {
    this.events = events
    this.store = new TrackStore(expected)
    this.roundTrips = new RoundTrips(this.store)
  }

  /** Takes a segment sent by `side` (0 client, 1 server). */
  observe(track: number, side: number, p: Packet): void {
    const w = this.store.words
    const d = this.store.doubles
    const s = track * TRACK_WORDS + SHARED_WORDS + side * at.SIDE_WORDS
    const o = track * TRACK_WORDS + SHARED_WORDS + (1 - side) * at.SIDE_WORDS
    const sf = track * TRACK_DOUBLES + side * at.SIDE_DOUBLES
    const of = track * TRACK_DOUBLES + (1 - side) * at.SIDE_DOUBLES
    const flags = p.flags
    const len = p.payloadLen
    const t = p.timeNs
    const shape = (flags << 17) ^ (p.window << 1) ^ Math.imul(len, 0x9e3779b1)

    if (
      w[s + at.LAST_SEQ] === p.seq &&
      w[s + at.LAST_ACK] === p.ack &&
      w[s + at.LAST_SHAPE] === shape &&
      w[s + at.PACKETS] !== 0 &&
      this.#isCopy(s, o, sf, of, p)
    ) {
      this.#copy(track, side, s, o, p, w[s + at.LAST_TTL] - p.ttl, this.#silenceUs(sf, p), 0)
      w[s + at.LAST_TTL] = p.ttl
      return
    }
    const known = w[s + at.BITS]
    if ((known & BIT.copied || (flags & FLAG.syn && known & BIT.isnSeen)) && this.#isEarlierCopy(track, side, s, o, sf, p, shape)) return

    if (w[s + at.PACKETS] === 0) {
      w[s + at.FIRST_PACKET] = p.number
      d[sf + at.FIRST_TIME_F] = t
      w[s + at.FIRST_TTL] = p.ttl | (p.tos << 8) | (flags << 16)
      w[s + at.MIN_TTL] = w[s + at.MAX_TTL] = p.ttl
      w[s + at.KNOWN_ALWAYS] = p.known
      w[s + at.LAST_FLOW_LABEL] = p.flowLabel
      w[s + at.FIRST_IP_ID] = p.ipId
      w[s + at.FIRST_ID_PACKETS] = 1
      if (p.dontFragment !== 0) w[s + at.BITS] |= BIT.dontFragment
    }
    w[s + at.PACKETS]++
    w[s + at.LAST_PACKET] = p.number
    w[track * TRACK_WORDS + LAST_PACKET] = p.number
    w[s + at.KNOWN_ALWAYS] &= p.known
    let bits = w[s + at.BITS] | BIT.seen

    if (p.checksum !== CHECKSUM.unknown) {
      if (p.checksum === CHECKSUM.partial) {
        if (w[s + at.PARTIAL_CHECKSUMS]++ === 0) d[sf + at.FIRST_PARTIAL_F] = p.number
        bits |= BIT.partialChecksum
      } else if (p.checksum === CHECKSUM.correct) w[s + at.FULL_CHECKSUMS]++
      else if (this.#damaged(track, side, s, sf, p)) {
        w[s + at.BITS] = bits
        w[s + at.LAST_IP_ID] = p.ipId
        d[sf + at.LAST_TIME_F] = t
        return
      }
    }
    if (p.direction !== DIRECTION.unknown) w[s + (p.direction === DIRECTION.in ? at.CAPTURED_IN : at.CAPTURED_OUT)]++

    if (flags & FLAG.rst) {
      w[s + at.BITS] = bits
      this.#reset(track, side, s, o, sf, of, p)
      w[s + at.LAST_SEQ] = p.seq
      w[s + at.LAST_ACK] = p.ack
      w[s + at.LAST_SHAPE] = shape
      w[s + at.LAST_TTL] = p.ttl
      d[sf + at.LAST_TIME_F] = t
      w[s + at.LAST_IP_ID] = p.ipId
      return
    }

    if (p.ttl < w[s + at.MIN_TTL]) w[s + at.MIN_TTL] = p.ttl
    if (p.ttl > w[s + at.MAX_TTL]) w[s + at.MAX_TTL] = p.ttl
    if (p.flowLabel !== w[s + at.LAST_FLOW_LABEL]) bits |= BIT.flowLabelChanged
    if (bits & BIT.rst) this.#afterReset(track, side, s, p)
    if ((flags & (FLAG.syn | FLAG.ack)) === 0 || (flags & (FLAG.syn | FLAG.fin)) === (FLAG.syn | FLAG.fin))
      this.#note(track, ODD_FLAGS, side, p, NaN, NaN, flags)
    if ((p.tos & CE) === CE) {
      if ((bits & BIT.ceMarked) === 0) this.#note(track, CE_MARK, side, p, NaN, NaN, 0)
      bits |= BIT.ceMarked
    }
    if (flags & (FLAG.urg | FLAG.ece)) bits = this.#rareFlags(track, side, bits, p)

    // — sequence numbers —
    let pos = 0
    if (flags & FLAG.syn) {
      w[s + at.BITS] = bits
      this.#syn(track, side, s, o, sf, of, p)
      bits = w[s + at.BITS]!
    } else {
      if ((bits & BIT.based) === 0) {
        bits |= BIT.based
        w[s + at.ISN] = (p.seq - 1) | 0
        w[s + at.NXT_RAW] = p.seq
        d[sf + at.NXT_POS_F] = 1
      }
      const ahead = (p.seq - w[s + at.NXT_RAW]) | 0
      const nxt = d[sf + at.NXT_POS_F]
      pos = nxt + ahead
      const segLen = len + (flags & FLAG.fin)
      if (ahead === 0) {
        if (segLen !== 0) {
          w[s + at.NXT_RAW] = (p.seq + segLen) | 0
          d[sf + at.NXT_POS_F] = nxt + segLen
          if (len !== 0) {
            d[sf + at.PAYLOAD_BYTES_F] += len
            if (d[sf + at.TIMED_POS_F] === 0) {
              // Its first byte: of a large segment that the card cuts (TSO) or puts together (GRO), the first packet is answered first.
              d[sf + at.TIMED_POS_F] = nxt + 1
              d[sf + at.TIMED_AT_F] = t
            }
            if (p.optionBits & OPTION.timestamps && ((p.tsVal - w[s + at.LAST_TS_VAL]) | 0) < 0 && bits & BIT.timestamps)
              this.#note(track, TIMESTAMP_BACKWARDS, side, p, pos, NaN, 0)
          }
        }
      } else if (p.known & KNOWN.seq) {
        w[s + at.BITS] = bits
        this.#offSequence(track, side, s, o, sf, of, p, pos, segLen)
        bits = w[s + at.BITS]!
      }
      if (len !== 0) {
        if (ahead === 0) this.#turn(track, side, s, o, sf, of, p)
        if (w[s + at.DATA_PACKETS] >= STEADY_SEGMENTS && p.optionBits & OPTION.timestamps) this.#echo(o, sf, of, p)
        w[s + at.DATA_PACKETS]++
        w[s + at.LAST_DATA] = p.number
        d[sf + at.LAST_DATA_TIME_F] = t
        if (len === w[o + at.WINDOW]) w[s + at.RAW_WINDOW_FILLED]++
        if (len > w[s + at.MAX_SEGMENT]) {
          if (len > SAFE_SEGMENT && d[sf + at.FIRST_LARGE_POS_F] === 0) d[sf + at.FIRST_LARGE_POS_F] = pos
          w[s + at.MAX_SEGMENT] = len
          d[sf + at.LARGEST_PACKET_F] = p.number
        }
        if (w[s + at.FIRST_DATA] === 0) {
          w[s + at.FIRST_DATA] = p.number
          w[s + at.FIRST_DATA_LEN] = len
          d[sf + at.FIRST_DATA_TIME_F] = t
        }
      }
    }

    // — acknowledgment —
    if (flags & FLAG.ack) {
      w[s + at.BITS] = bits
      this.#acknowledge(track, side, s, o, sf, of, p)
      bits = w[s + at.BITS]!
    } else if (w[s + at.WINDOW] !== p.window) w[s + at.WINDOW] = p.window

    if (flags & FLAG.fin) {
      w[s + at.BITS] = bits
      this.#fin(track, side, s, o, sf, of, p, pos + len)
      bits = w[s + at.BITS]!
    } else if (len !== 0 && w[o + at.BITS] & BIT.fin && d[sf + at.ACK_POS_F] > d[of + at.FIN_POS_F] && pos + len === d[sf + at.NXT_POS_F]) {
      if (w[s + at.DATA_AFTER_PEER_FIN] === 0) w[s + at.FIRST_DATA_AFTER_PEER_FIN] = p.number
      w[s + at.DATA_AFTER_PEER_FIN]++
    }

    if (p.optionBits & OPTION.timestamps) {
      bits |= BIT.timestamps
      w[s + at.LAST_TS_VAL] = p.tsVal
      // Whoever speaks itself waits for an answer, and that takes what it takes: only the echo of a listener tells of the way.
      if (len !== 0) {
        if (w[o + at.DATA_PACKETS] >= STEADY_SEGMENTS) d[sf + at.ECHO_AT_F] = 0
      } else if (w[o + at.DATA_PACKETS] >= STEADY_SEGMENTS && d[sf + at.ECHO_AT_F] === 0) {
        d[sf + at.ECHO_AT_F] = t
        w[s + at.ECHO_TS_VAL] = p.tsVal
      }
      // An acknowledgment without data echoes as well, and does not stand in the line of the data.
      if (len === 0 && w[s + at.DATA_PACKETS] >= STEADY_SEGMENTS && ((p.tsEcr - w[o + at.ECHO_TS_VAL]) | 0) >= 0) d[of + at.ECHO_AT_F] = 0
    }
    w[s + at.BITS] = bits
    w[s + at.LAST_SEQ] = p.seq
    w[s + at.LAST_ACK] = p.ack
    w[s + at.LAST_SHAPE] = shape
    w[s + at.LAST_TTL] = p.ttl
    w[s + at.LAST_IP_ID] = p.ipId
    w[s + at.LAST_FLOW_LABEL] = p.flowLabel
    d[sf + at.LAST_TIME_F] = t
  }

  /** Whether both ends are through with the connection: reset, or both FINs acknowledged. */
  isClosed(track: number): boolean {
    const w = this.store.words
    const c = w[track * TRACK_WORDS + SHARED_WORDS + at.BITS]
    const s = w[track * TRACK_WORDS + SHARED_WORDS + at.SIDE_WORDS + at.BITS]
    return ((c | s) & BIT.rst) !== 0 || (c & s & BIT.finAcked) !== 0
  }

  /** Notes an event that comes from outside the segment itself (an ICMP error, a SYN inside). */
  note(track: number, kind: number, side: number, p: Packet, pos: number, a: number, b: number, c: number): void {
    this.events.add(this.store.words, track, kind, side, p, pos, NaN, a, b, c)
  }

  /** The side got a SYN that it will challenge (RFC 5961 §4.2): its next bare ACK does that. */
  expectChallenge(track: number, side: number): void {
    this.store.words[track * TRACK_WORDS + SHARED_WORDS + side * at.SIDE_WORDS + at.BITS] |= BIT_MAY_CHALLENGE
  }

  /** Bytes of one direction that were jumped over and never seen; with `position`, only those before it. */
  missingBytes(track: number, side: number, position = Infinity): number {
    return this.#holes.get(track * 2 + side)?.bytesBelow(position) ?? 0
  }

  /** Forgets a track and all that hangs on it. */
  release(track: number): void {
    this.events.drop(this.store.words, track)
    if (this.#holes.size !== 0) {
      this.#holes.delete(track * 2)
      this.#holes.delete(track * 2 + 1)
    }
    if (this.#recent.size !== 0) {
      this.#recent.delete(track * 2)
      this.#recent.delete(track * 2 + 1)
    }
    this.roundTrips.forget(track)
    this.store.give(track)
  }

  /** Whose turn it was, and how long it took: called for data in order, before its own figures are written. */
  #turn(track: number, side: number, s: number, o: number, sf: number, of: number, p: Packet): void {
    const w = this.store.words
    const d = this.store.doubles
    const lastSide = w[track * TRACK_WORDS + LAST_DATA_SIDE] - 1
    w[track * TRACK_WORDS + LAST_DATA_SIDE] = side + 1
    if (lastSide === 1 - side) {
      // Who waits for the end of what the peer says has it only with the FIN.
      const isEnded = (w[o + at.BITS] & BIT.fin) !== 0 && d[of + at.FIN_TIME_F] >= d[of + at.LAST_DATA_TIME_F]
      const sinceNs = p.timeNs - d[of + (isEnded ? at.FIN_TIME_F : at.LAST_DATA_TIME_F)]
      const waitNs = sinceNs < ACKNOWLEDGED_BY_NS ? sinceNs : this.#ownWait(side, s, o, sf, of, p.timeNs, sinceNs)
      w[s + at.TURNS]++
      if (waitNs > 0) d[sf + at.TURN_TOTAL_F] += waitNs
      if (waitNs > d[sf + at.LONGEST_TURN_F]) {
        d[sf + at.LONGEST_TURN_F] = waitNs
        w[s + at.LONGEST_TURN_PACKET] = p.number
        w[s + at.LONGEST_TURN_FROM] = w[o + (isEnded ? at.FIN_PACKET : at.LAST_DATA)]!
        w[s + at.LONGEST_TURN_ID_STEP] = countStep(w, d, s, sf, p, 0)
      }
      return
    }
    // The segment before was this side's as well: a pause only if it had been acknowledged (the segment itself is counted already).
    if (lastSide !== side || d[of + at.ACK_POS_F] < d[sf + at.NXT_POS_F] - p.payloadLen) return
    const pauseNs = p.timeNs - d[sf + at.LAST_DATA_TIME_F]
    if (pauseNs > d[sf + at.LONGEST_PAUSE_F]) {
      d[sf + at.LONGEST_PAUSE_F] = pauseNs
      w[s + at.LONGEST_PAUSE_PACKET] = p.number
      w[s + at.LONGEST_PAUSE_FROM] = w[s + at.LAST_DATA]!
      w[s + at.LONGEST_PAUSE_ID_STEP] = countStep(w, d, s, sf, p, 0)
    }
    const ackDelayNs = d[of + at.LAST_ADVANCE_F] - d[sf + at.LAST_DATA_TIME_F]
    if (ackDelayNs < SHORTEST_DELAYED_ACK_NS || ackDelayNs > LONGEST_DELAYED_ACK_NS) return
    // What the way takes is no delay: from here to the peer and back, and from here to this side and back, as the handshake showed it.
    const outNs = side === 0 ? d[of + at.SYN_TIME_F] - d[sf + at.SYN_TIME_F] : d[sf + at.ESTABLISHING_ACK_TIME_F] - d[of + at.SYN_TIME_F]
    const backNs = side === 0 ? d[sf + at.ESTABLISHING_ACK_TIME_F] - d[of + at.SYN_TIME_F] : d[sf + at.SYN_TIME_F] - d[of + at.SYN_TIME_F]
    if (ackDelayNs - outNs >= SHORTEST_DELAYED_ACK_NS && pauseNs - ackDelayNs - backNs < AT_ONCE_NS) w[s + at.NAGLE_STALLS]++
  }

  /**
   * The part of a long wait, `sinceNs` from the peer's last data to the answer at `timeNs`, that can be this side's own, and the way. What
   * has come is acknowledged soon: as long as it was not, it was still on its way, or the word of it was.
   */
  #ownWait(side: number, s: number, o: number, sf: number, of: number, timeNs: number, sinceNs: number): number {
    const w = this.store.words
    const d = this.store.doubles
    if ((w[s + at.BITS] & BIT.acked) === 0) return sinceNs
    const outNs = side === 1 ? d[sf + at.SYN_TIME_F] - d[of + at.SYN_TIME_F] : d[sf + at.ESTABLISHING_ACK_TIME_F] - d[of + at.SYN_TIME_F]
    const wayNs = w[s + at.SYN_COUNT] === 1 && w[o + at.SYN_COUNT] === 1 && outNs >= 0 ? outNs : d[of + at.RTT_MIN_F]
    const isAcked = d[sf + at.ACK_POS_F] >= d[of + at.NXT_POS_F]
    const sinceAckNs = isAcked ? timeNs - d[sf + at.LAST_ADVANCE_F] : 0
    return sinceNs - sinceAckNs - wayNs > ACKNOWLEDGED_BY_NS ? sinceAckNs + wayNs : sinceNs
  }

  /** An echo counts when the peer's data came steadily: then it was not the peer that made it wait, but what stood in line before it. */
  #echo(o: number, sf: number, of: number, p: Packet): void {
    const d = this.store.doubles
    const sentNs = d[of + at.ECHO_AT_F]
    if (sentNs === 0 || ((p.tsEcr - this.store.words[o + at.ECHO_TS_VAL]) | 0) < 0) return
    d[of + at.ECHO_AT_F] = 0
    const echoNs = p.timeNs - sentNs
    if (!(p.timeNs - d[sf + at.LAST_DATA_TIME_F] < echoNs / 2)) return
    this.store.words[o + at.ECHO_SAMPLES]++
    d[of + at.ECHO_SUM_F] += echoNs
  }

  // — the rare paths —

  #rareFlags(track: number, side: number, before: number, p: Packet): number {
    let bits = before
    if (p.flags & FLAG.urg) {
      if ((bits & BIT.urgent) === 0) this.#note(track, URGENT, side, p, NaN, NaN, p.urgentPointer)
      bits |= BIT.urgent
    }
    if ((p.flags & (FLAG.ece | FLAG.syn)) === FLAG.ece) {
      if ((bits & BIT.ecnEcho) === 0) this.#note(track, ECN_ECHO, side, p, NaN, NaN, 0)
      bits |= BIT.ecnEcho
    }
    return bits
  }

  #note(track: number, kind: number, side: number, p: Packet, pos: number, ackPos: number, a: number): void {
    this.events.add(this.store.words, track, kind, side, p, pos, ackPos, a, 0, 0)
  }

  /** The numbers agree with the packet before: is it the same packet, captured or delivered twice (diagnosis by IP ID, RFC 6864 §4)? */
  #isCopy(s: number, o: number, sf: number, of: number, p: Packet): boolean {
    const w = this.store.words
    const d = this.store.doubles
    const apartNs = p.timeNs - d[sf + at.LAST_TIME_F]
    if (p.optionBits & OPTION.timestamps && p.tsVal !== w[s + at.LAST_TS_VAL] && (p.flags & FLAG.rst) === 0) return false
    const counts = p.ipVersion === 4 && (p.known & KNOWN.ipId) !== 0
    if (counts && p.ipId !== 0 && p.ipId === w[s + at.LAST_IP_ID]) return !(apartNs > SAME_ID_NS)
    if (!(apartNs < ECHO_NS)) return false
    // Who has no socket for them answers each of several segments alike, with a RST.
    const isAnswering = w[o + at.LAST_PACKET] > w[s + at.LAST_PACKET]
    if (p.flags & FLAG.rst && isAnswering && p.ttl === w[s + at.LAST_TTL]) return false
    const isBare = p.payloadLen === 0 && (p.flags & SYN_OR_RST_OR_FIN) === 0
    if (counts && (p.ipId !== 0 || w[s + at.LAST_IP_ID] !== 0)) {
      if (!(apartNs < RENUMBERED_ECHO_NS)) return false
      // Another number is another packet, unless there was no reason to send it: no timer is that short, the peer was silent in between
      // and has nothing that could be acknowledged once more.
      if (p.flags & FLAG.rst || p.sackCount !== 0 || isAnswering) return false
      return !isBare || (w[o + at.PACKETS] !== 0 && d[sf + at.ACK_POS_F] >= d[of + at.NXT_POS_F])
    }
    // A bare ACK repeated at once is the way to say that something is missing; only a changed TTL makes it a copy.
    if (isBare) return p.ttl !== w[s + at.LAST_TTL]
    return true
  }

  /** Where packets come twice, other packets may stand between the two. Keeps the segment when it is none of the latest again. */
  #isEarlierCopy(track: number, side: number, s: number, o: number, sf: number, p: Packet, shape: number): boolean {
    const w = this.store.words
    const bits = w[s + at.BITS]
    if (
      p.flags & FLAG.syn &&
      bits & BIT.isnSeen &&
      w[s + at.ISN] === p.seq &&
      ((p.flags & FLAG.ack) !== 0) === ((bits & BIT.synAck) !== 0)
    ) {
      const apartNs = p.timeNs - this.store.doubles[sf + at.LAST_SYN_TIME_F]
      if (apartNs < ECHO_NS) {
        this.#copy(track, side, s, o, p, (w[s + at.FIRST_TTL] & 0xff) - p.ttl, (apartNs / 1000) | 0, 1)
        return true
      }
    }
    if ((bits & BIT.copied) === 0) return false
    const key = track * 2 + side
    let recent = this.#recent.get(key)
    if (recent === undefined) {
      if (this.#recent.size >= MOST_RECENT) return false
      recent = new RecentSegments()
      this.#recent.set(key, recent)
    }
    if (!recent.holds(p, shape) && !recent.holdsWhole(p)) {
      recent.add(p, shape)
      return false
    }
    const apartUs = recent.apartNs >= 0 ? Math.min(recent.apartNs / 1000, 0x7fffffff) | 0 : -1
    this.#copy(track, side, s, o, p, recent.ttl - p.ttl, apartUs, recent.isApart ? 1 : 0)
    return true
  }

  #copy(track: number, side: number, s: number, o: number, p: Packet, ttlFall: number, apartUs: number, isApart: number): void {
    const w = this.store.words
    const copies = ++w[s + at.COPIES]
    w[s + at.BITS] |= BIT.copied
    w[o + at.BITS] |= BIT.copied
    w[track * TRACK_WORDS + LAST_PACKET] = p.number
    if (p.direction !== DIRECTION.unknown) w[s + (p.direction === DIRECTION.in ? at.CAPTURED_IN : at.CAPTURED_OUT)]++
    if (copies <= TOLD_COPIES || this.events.keepsAll || copies * 2 < w[s + at.PACKETS])
      this.events.add(w, track, COPY, side, p, NaN, NaN, ttlFall, isApart, apartUs)
    else this.events.count(COPY)
  }

  /**
   * Whether a wrong checksum says that the receiver drops the segment (RFC 9293 §3.1): only where the other sums of this sender are right.
   * In an edited capture they are all wrong, and say nothing.
   */
  #damaged(track: number, side: number, s: number, sf: number, p: Packet): boolean {
    const w = this.store.words
    w[s + at.BAD_CHECKSUMS]++
    const pos = w[s + at.BITS] & BIT.based ? this.store.doubles[sf + at.NXT_POS_F] + ((p.seq - w[s + at.NXT_RAW]) | 0) : NaN
    this.#note(track, BAD_CHECKSUM, side, p, pos, NaN, 0)
    return w[s + at.FULL_CHECKSUMS] + w[s + at.PARTIAL_CHECKSUMS] >= w[s + at.BAD_CHECKSUMS]
  }

  #afterReset(track: number, side: number, s: number, p: Packet): void {
    const w = this.store.words
    if (w[s + at.AFTER_RST] === 0) w[s + at.FIRST_AFTER_RST] = p.number
    w[s + at.AFTER_RST]++
    this.#note(track, AFTER_RST, side, p, NaN, NaN, 0)
  }

  #syn(track: number, side: number, s: number, o: number, sf: number, of: number, p: Packet): void {
    const w = this.store.words
    const d = this.store.doubles
    const isAck = (p.flags & FLAG.ack) !== 0
    let bits = w[s + at.BITS] | (isAck ? 0 : BIT.bareSyn)
    if (bits & BIT.isnSeen && w[s + at.ISN] === p.seq) {
      // In a simultaneous open the SYN comes again with ACK (RFC 9293 §3.5, figure 7): not a repeat.
      if (isAck && (bits & BIT.synAck) === 0) bits |= BIT.synAck
      else {
        w[s + at.SYN_COUNT]++
        this.#note(track, isAck ? SYNACK_REPEATED : SYN_REPEATED, side, p, 0, NaN, w[s + at.SYN_COUNT])
      }
      // A repeated SYN may leave out what the path did not like: data, Fast Open, ECN.
      if (p.payloadLen === 0 && bits & BIT.synData && (bits & BIT.synDataAcked) === 0) {
        d[sf + at.PAYLOAD_BYTES_F] -= d[sf + at.NXT_POS_F] - 1
        w[s + at.NXT_RAW] = (p.seq + 1) | 0
        d[sf + at.NXT_POS_F] = 1
      }
      d[sf + at.LAST_SYN_TIME_F] = p.timeNs
      w[s + at.BITS] = bits
      return
    }
    bits |= BIT.isnSeen | BIT.based | (isAck ? BIT.synAck : 0)
    w[s + at.ISN] = p.seq
    w[s + at.SYN_COUNT] = 1
    w[s + at.SYN_PACKET] = p.number
    w[s + at.SYN_OPTIONS] = p.optionBits
    w[s + at.SYN_WINDOW] = p.window
    w[s + at.MSS] = p.optionBits & OPTION.mss ? p.mss : 0
    w[s + at.WSCALE] = p.optionBits & OPTION.windowScale ? p.windowScale : -1
    w[s + at.NXT_RAW] = (p.seq + 1 + p.payloadLen) | 0
    d[sf + at.NXT_POS_F] = 1 + p.payloadLen
    d[sf + at.SYN_TIME_F] = d[sf + at.LAST_SYN_TIME_F] = p.timeNs
    if (p.payloadLen !== 0) {
      bits |= BIT.synData
      d[sf + at.PAYLOAD_BYTES_F] += p.payloadLen
      w[s + at.DATA_PACKETS]++
      w[s + at.FIRST_DATA] = w[s + at.LAST_DATA] = p.number
      w[s + at.FIRST_DATA_LEN] = p.payloadLen
      d[sf + at.FIRST_DATA_TIME_F] = d[sf + at.LAST_DATA_TIME_F] = p.timeNs
    }
    if (p.optionBits & OPTION.fastOpen) bits |= BIT.fastOpen
    if (p.optionBits & OPTION.fastOpenCookie) bits |= BIT.fastOpenCookie
    if ((p.flags & (FLAG.ece | FLAG.cwr)) !== 0) bits |= BIT.ecnSetup
    if (isAck && (p.flags & (FLAG.ece | FLAG.cwr | FLAG.ae)) === FLAG.ece) bits |= BIT.ecnAgreed
    w[s + at.BITS] = bits
    // A bare SYN after the other's says nothing of the other; a SYN-ACK tells the other's number if its SYN was not captured.
    if (isAck && (w[o + at.BITS] & BIT.based) === 0) this.#basePeer(o, of, p)
  }

  /** The peer has sent nothing yet that was captured: what is acknowledged to it gives the base of its positions. */
  #basePeer(o: number, of: number, p: Packet): void {
    const w = this.store.words
    w[o + at.BITS] |= BIT.based
    w[o + at.ISN] = (p.ack - 1) | 0
    w[o + at.NXT_RAW] = p.ack
    this.store.doubles[of + at.NXT_POS_F] = 1
  }

  #reset(track: number, side: number, s: number, o: number, sf: number, of: number, p: Packet): void {
    const w = this.store.words
    const sBits = w[s + at.BITS]
    const oBits = w[o + at.BITS]
    w[s + at.RST_COUNT]++
    if (w[s + at.RST_PACKET] === 0) {
      w[s + at.RST_PACKET] = p.number
      this.store.doubles[sf + at.RST_TIME_F] = p.timeNs
    }
    let off: number
    let accepted: boolean
    const receiverInSynSent = (oBits & BIT.bareSyn) !== 0 && (oBits & BIT.acked) === 0 && (sBits & BIT.isnSeen) === 0
    if (receiverInSynSent) {
      // RFC 9293 §3.10.7.3: in SYN-SENT a RST counts when it acknowledges the SYN (and its data, if any).
      off = (p.ack - w[o + at.ISN] - 1) | 0
      const synLen = (w[o + at.NXT_RAW] - w[o + at.ISN] - 1) | 0
      accepted = (p.flags & FLAG.ack) !== 0 && (off === 0 || off === synLen)
    } else {
      const expected = oBits & BIT.acked ? w[o + at.ACK_RAW] : sBits & BIT.based ? w[s + at.NXT_RAW] : p.seq
      off = (p.seq - expected) | 0
      // What the sender sent last may still be on its way: its own next number is exact as well (RFC 5961 §3.2).
      accepted = off === 0 || ((sBits & BIT.based) !== 0 && p.seq === w[s + at.NXT_RAW])
    }
    const isFirst = w[s + at.PACKETS] === 1 && w[o + at.PACKETS] === 0
    if (accepted) w[s + at.BITS] = sBits | BIT.rst | (isFirst && refusesSyn(p) ? BIT.refusesUnseen : 0)
    else w[o + at.BITS] = oBits | BIT_MAY_CHALLENGE
    const d = this.store.doubles
    const pos = sBits & BIT.based ? d[sf + at.NXT_POS_F] + ((p.seq - w[s + at.NXT_RAW]) | 0) : NaN
    const ackPos = p.flags & FLAG.ack && oBits & BIT.based ? d[of + at.NXT_POS_F] + ((p.ack - w[o + at.NXT_RAW]) | 0) : NaN
    this.events.add(w, track, RST, side, p, pos, ackPos, off, w[s + at.LAST_IP_ID], accepted ? 1 : 0)
  }

  /** A segment whose first byte is not the next one. */
  #offSequence(track: number, side: number, s: number, o: number, sf: number, of: number, p: Packet, pos: number, segLen: number): void {
    const w = this.store.words
    const d = this.store.doubles
    const nxt = d[sf + at.NXT_POS_F]
    const end = pos + segLen
    if (pos > nxt) {
      if (pos - nxt > FARTHEST_ACK) return
      this.#holesOf(track, side).add(nxt, pos)
      w[s + at.GAPS]++
      this.events.add(w, track, GAP, side, p, pos, NaN, pos - nxt, this.#countBefore(s, p), this.#silenceUs(sf, p))
      w[s + at.NXT_RAW] = (p.seq + segLen) | 0
      d[sf + at.NXT_POS_F] = end
      d[sf + at.PAYLOAD_BYTES_F] += p.payloadLen
      return
    }
    const peerAck = d[of + at.ACK_POS_F]
    const shut = (w[o + at.BITS] & BIT.windowShut) !== 0
    if (
      p.payloadLen <= 1 &&
      pos === nxt - 1 &&
      (p.flags & SYN_OR_RST_OR_FIN) === 0 &&
      // A byte that is outstanding is a keystroke sent again, unless the window is shut: then it is the probe, once more.
      peerAck >= (shut ? nxt - p.payloadLen : nxt) &&
      w[s + at.ESTABLISHING_ACK] + w[s + at.DATA_PACKETS] !== 0
    ) {
      if (!shut) {
        w[s + at.KEEPALIVES]++
        w[s + at.BITS] |= BIT.keepaliveOut
      }
      this.#note(track, shut ? WINDOW_PROBE : KEEPALIVE, side, p, pos, NaN, 0)
      return
    }
    if (segLen === 0) return
    const holes = this.#holes.get(track * 2 + side)
    const filled = holes === undefined ? 0 : holes.fill(pos, end)
    const fresh = Math.max(0, end - nxt)
    if (fresh > 0) {
      w[s + at.NXT_RAW] = (p.seq + segLen) | 0
      d[sf + at.NXT_POS_F] = end
    }
    d[sf + at.PAYLOAD_BYTES_F] += Math.min(p.payloadLen, filled + fresh)
    d[sf + at.TIMED_POS_F] = 0
    if (filled > 0) {
      w[s + at.OUT_OF_ORDER]++
      this.#noteAgain(track, OUT_OF_ORDER, side, s, o, sf, of, p, pos, nxt - end)
    } else if (p.payloadLen > 0) {
      w[s + at.RETRANSMITTED]++
      d[sf + at.RETRANSMITTED_BYTES_F] += p.payloadLen - Math.min(p.payloadLen, fresh)
      this.#noteAgain(track, RETRANSMISSION, side, s, o, sf, of, p, pos, nxt - end)
    }
  }

  /** Notes a segment behind the highest byte, with what tells why it was sent: what the peer had said, and how long either had been silent. */
  #noteAgain(
    track: number,
    kind: number,
    side: number,
    s: number,
    o: number,
    sf: number,
    of: number,
    p: Packet,
    pos: number,
    beyond: number,
  ): void {
    const w = this.store.words
    const d = this.store.doubles
    const kept = this.events.add(
      w,
      track,
      kind,
      side,
      p,
      pos,
      d[of + at.ACK_POS_F],
      w[o + at.DUPLICATE_ACK_RUN],
      this.#countBefore(s, p),
      this.#silenceUs(sf, p),
    )
    if (kept)
      this.events.addContext(
        w,
        track,
        w[s + at.LAST_TS_VAL],
        this.#silenceUs(of, p),
        beyond,
        w[o + at.BITS] & BIT.sacking ? 1 : 0,
        Math.min(d[sf + at.LAST_RTT_F] / 1000, 0x7fffffff),
      )
    else this.#countAgain(kind, s, o, sf, of, p, pos)
  }

  /** Of a long series of repeats, those beyond the log are counted by what speaks for a cause when they come. */
  #countAgain(kind: number, s: number, o: number, sf: number, of: number, p: Packet, pos: number): void {
    const w = this.store.words
    const d = this.store.doubles
    const isFilling = kind === OUT_OF_ORDER
    if (!isFilling && pos + p.payloadLen <= d[of + at.ACK_POS_F]) w[s + at.MORE_UNNEEDED]++
    else if (p.timeNs - d[sf + at.LAST_TIME_F] >= SHORTEST_TIMEOUT_NS) w[s + (isFilling ? at.MORE_FILLING_TIMEOUT : at.MORE_TIMEOUT)]++
    else if (w[o + at.DUPLICATE_ACK_RUN] !== 0 || w[o + at.BITS] & BIT.sacking) w[s + (isFilling ? at.MORE_FILLING_FAST : at.MORE_FAST)]++
  }

  /** The sender's own count before this packet: IP ID, or the flow label of IPv6, which Linux changes with every timeout. */
  #countBefore(s: number, p: Packet): number {
    return this.store.words[s + (p.ipVersion === 6 ? at.LAST_FLOW_LABEL : at.LAST_IP_ID)]
  }

  /** Microseconds since this side's packet before, at most what fits in 31 bits (35 minutes); -1 without times. */
  #silenceUs(sf: number, p: Packet): number {
    const us = (p.timeNs - this.store.doubles[sf + at.LAST_TIME_F]) / 1000
    return us >= 0 ? Math.min(us, 0x7fffffff) | 0 : -1
  }

  #holesOf(track: number, side: number): Holes {
    const key = track * 2 + side
    let holes = this.#holes.get(key)
    if (holes === undefined) {
      holes = new Holes()
      this.#holes.set(key, holes)
    }
    return holes
  }

  #acknowledge(track: number, side: number, s: number, o: number, sf: number, of: number, p: Packet): void {
    const w = this.store.words
    const d = this.store.doubles
    const t = p.timeNs
    let bits = w[s + at.BITS]
    const oBits = w[o + at.BITS]
    if ((oBits & BIT.based) === 0) this.#basePeer(o, of, p)
    const ahead = (p.ack - w[o + at.NXT_RAW]) | 0
    const nxt = d[of + at.NXT_POS_F]
    const ackPos = nxt + ahead

    if (
      (bits & BIT.isnSeen) === 0 &&
      (oBits & (BIT.bareSyn | BIT.acked)) === BIT.bareSyn &&
      w[o + at.PACKETS] === w[o + at.SYN_COUNT] &&
      ackPos !== 1 &&
      ahead !== 0
    ) {
      // RFC 9293 §3.10.7.3: in SYN-SENT an ACK of anything but the SYN belongs to an older connection. Its numbers are not this one's.
      this.#note(track, ACK_UNEXPECTED, side, p, NaN, ackPos, (p.ack - w[o + at.ISN] - 1) | 0)
      w[s + at.BITS] = bits & ~BIT.based
      w[track * TRACK_WORDS + PENDING_CHALLENGE] = p.number
      w[track * TRACK_WORDS + PENDING_CHALLENGE_ACK] = p.ack
      return
    }

    const wasAcked = (bits & BIT.acked) !== 0
    const before = d[sf + at.ACK_POS_F]
    const windowBefore = w[s + at.WINDOW]
    if (ahead > 0) {
      if (ahead > FARTHEST_ACK) return
      this.#ackedUnseen(track, side, s, o, of, p, nxt, ackPos)
    }
    if (!wasAcked || ackPos > before) {
      // It is the most just before an acknowledgment takes from it: looked at here, it costs nothing per segment of data. A FIN is no byte.
      const inFlight = nxt - (wasAcked && before > 1 ? before : 1) - (oBits & BIT.fin ? 1 : 0)
      if (inFlight > d[of + at.MOST_IN_FLIGHT_F]) d[of + at.MOST_IN_FLIGHT_F] = inFlight
      bits |= BIT.acked
      w[s + at.ACK_RAW] = p.ack
      d[sf + at.ACK_POS_F] = ackPos
      d[sf + at.LAST_ADVANCE_F] = t
      w[s + at.DUPLICATE_ACK_RUN] = 0
      const timed = d[of + at.TIMED_POS_F]
      if (timed !== 0 && ackPos >= timed) {
        d[of + at.TIMED_POS_F] = 0
        this.roundTrips.add(track, 1 - side, t - d[of + at.TIMED_AT_F])
      }
      if (oBits & BIT.fin && (oBits & BIT.finAcked) === 0 && ackPos > d[of + at.FIN_POS_F]) {
        w[o + at.BITS] = w[o + at.BITS] | BIT.finAcked
        w[o + at.FIN_ACKED_PACKET] = p.number
        d[of + at.FIN_ACKED_TIME_F] = t
      }
    } else if (ackPos === before && p.payloadLen === 0 && (p.flags & SYN_OR_RST_OR_FIN) === 0) {
      if (p.window === windowBefore && nxt > ackPos) {
        w[s + at.DUPLICATE_ACKS]++
        if (++w[s + at.DUPLICATE_ACK_RUN] === TELLING_DUPLICATES)
          this.#note(track, DUPLICATE_ACKS, side, p, NaN, ackPos, TELLING_DUPLICATES)
      }
      if (oBits & BIT.keepaliveOut) {
        w[o + at.KEEPALIVES_ANSWERED]++
        w[o + at.BITS] = w[o + at.BITS] & ~BIT.keepaliveOut
      }
      if (bits & BIT_MAY_CHALLENGE || (w[track * TRACK_WORDS + PENDING_SYN] !== 0 && side === 1)) this.#challenge(track, side, p, ackPos)
    }
    bits &= ~BIT_MAY_CHALLENGE
    if (p.flags & FLAG.syn) {
      if (oBits & BIT.synData && ackPos > 1) w[o + at.BITS] = w[o + at.BITS] | BIT.synDataAcked
      else if (oBits & BIT.synData && ackPos === 1 && ahead < 0) {
        // The SYN's data was not taken: it will come again, is counted then, and that is no retransmission of lost data.
        d[of + at.PAYLOAD_BYTES_F] -= nxt - 1
        w[o + at.NXT_RAW] = p.ack
        d[of + at.NXT_POS_F] = 1
      }
    } else if (w[s + at.ESTABLISHING_ACK] === 0 && ackPos >= 1) {
      w[s + at.ESTABLISHING_ACK] = p.number
      d[sf + at.ESTABLISHING_ACK_TIME_F] = t
      // A SYN-ACK often has no IP ID: the count begins behind it.
      if (w[s + at.FIRST_IP_ID] === 0) {
        w[s + at.FIRST_IP_ID] = p.ipId
        w[s + at.FIRST_ID_PACKETS] = w[s + at.PACKETS]!
      }
      if (p.payloadLen !== 0) bits |= BIT.dataWithAck
    }

    // — window —
    if (p.known & KNOWN.window) {
      w[s + at.WINDOW] = p.window
      if (p.window === 0) {
        if ((bits & BIT.windowShut) === 0) {
          bits |= BIT.windowShut | BIT.zeroWindow
          w[s + at.ZERO_WINDOWS]++
          d[sf + at.ZERO_SINCE_F] = t
          this.#note(track, ZERO_WINDOW, side, p, NaN, ackPos, 0)
        }
      } else if (bits & BIT.windowShut) {
        bits &= ~BIT.windowShut
        if (t > d[sf + at.ZERO_SINCE_F]) d[sf + at.ZERO_TOTAL_F] += t - d[sf + at.ZERO_SINCE_F]
        this.#note(track, WINDOW_OPEN, side, p, NaN, ackPos, 0)
      }
    }
    bits &= ~BIT.sacking
    if (p.sackCount !== 0) bits |= this.#sack(track, side, sf, p, ackPos)
    w[s + at.BITS] = bits
  }

  /** Looks at SACK blocks: a first block at or below the acknowledgment, or inside the second, tells of bytes that came twice (RFC 2883 §4). */
  #sack(track: number, side: number, sf: number, p: Packet, ackPos: number): number {
    const left = p.sack[0]
    const right = p.sack[1]
    const below = ((right - p.ack) | 0) <= 0
    const inside = p.sackCount > 1 && ((left - p.sack[2]) | 0) >= 0 && ((p.sack[3] - right) | 0) >= 0
    if (below || inside) this.#note(track, DSACK, side, p, ackPos + ((left - p.ack) | 0), ackPos, (right - left) | 0)
    if (below && p.sackCount === 1) return 0
    if (this.store.doubles[sf + at.FIRST_SACK_F] === 0) this.store.doubles[sf + at.FIRST_SACK_F] = p.number
    return BIT.sacking
  }

  #challenge(track: number, side: number, p: Packet, ackPos: number): void {
    const w = this.store.words
    this.#note(track, CHALLENGE_ACK, side, p, NaN, ackPos, w[track * TRACK_WORDS + PENDING_SYN])
    if (w[track * TRACK_WORDS + PENDING_SYN] !== 0 && w[track * TRACK_WORDS + PENDING_CHALLENGE] === 0) {
      w[track * TRACK_WORDS + PENDING_CHALLENGE] = p.number
      w[track * TRACK_WORDS + PENDING_CHALLENGE_ACK] = p.ack
    }
  }

  #ackedUnseen(track: number, side: number, s: number, o: number, of: number, p: Packet, nxt: number, ackPos: number): void {
    const w = this.store.words
    // What was never seen from a side of which nothing at all is seen says only that the capture has one direction.
    if (w[o + at.PACKETS] !== 0) {
      w[s + at.ACKED_UNSEEN]++
      this.#note(track, ACKED_UNSEEN, side, p, NaN, ackPos, ackPos - nxt)
      this.#holesOf(track, 1 - side).add(nxt, ackPos)
    }
    w[o + at.NXT_RAW] = p.ack
    this.store.doubles[of + at.NXT_POS_F] = ackPos
  }

  #fin(track: number, side: number, s: number, o: number, sf: number, of: number, p: Packet, finPos: number): void {
    const w = this.store.words
    const d = this.store.doubles
    const bits = w[s + at.BITS]
    if (bits & BIT.fin) {
      if (finPos === d[sf + at.FIN_POS_F]) {
        w[s + at.FIN_COUNT]++
        this.#note(track, FIN_REPEATED, side, p, finPos, NaN, w[s + at.FIN_COUNT])
      }
      return
    }
    w[s + at.FIN_COUNT] = 1
    w[s + at.FIN_PACKET] = p.number
    d[sf + at.FIN_TIME_F] = p.timeNs
    d[sf + at.FIN_SILENCE_F] = w[s + at.PACKETS] > 1 ? p.timeNs - d[sf + at.LAST_TIME_F] : NaN
    d[sf + at.FIN_POS_F] = finPos
    let passive = 0
    if (w[o + at.BITS] & BIT.fin && bits & BIT.acked && d[sf + at.ACK_POS_F] > d[of + at.FIN_POS_F]) passive = BIT.finAcksFin
    w[s + at.BITS] = bits | BIT.fin | passive
    // How far the FIN is from the packet before it, in the sender's own count: a step of more than one says that others went missing.
    w[s + at.FIN_ID_STEP] = countStep(w, d, s, sf, p, 1)
    // An acknowledgment that came before the FIN in the capture (directions swapped by the capture) still counts.
    if (w[o + at.BITS] & BIT.acked && d[of + at.ACK_POS_F] > finPos) {
      w[s + at.BITS] |= BIT.finAcked
      w[s + at.FIN_ACKED_PACKET] = w[o + at.LAST_PACKET]!
      d[sf + at.FIN_ACKED_TIME_F] = d[of + at.LAST_TIME_F]!
    }
  }
}

/** The side got a RST that was not exact: its next bare ACK is a challenge (RFC 5961 §3.2). */
const BIT_MAY_CHALLENGE = 1 << 23
