/**
 * Connections on which nothing happened yet that anyone would ask about: each segment was the next of its stream, and came soon.
 *
 * Most connections of a busy server are like that from SYN to FIN. Of them, only the segments are kept, folded as the SYN is
 * (`parked-segment.ts`), and the few words that say which segment may come next: a third of the work of writing all the facts that rules
 * may ask for. When another segment comes, when there are too many, or when somebody asks, they are unfolded, and the connection is
 * followed as if they came now. So nothing is ever lost but time; what is not sure to be quiet is not.
 *
 * Layout (hot): `BLOCK` int32 for each connection, its head and then `MOST_SEGMENTS` places; `doubles` is the same memory as float64.
 */
import {
  BITS,
  CLIENT_ADDR,
  PORTS,
  SECOND_PARKED,
  SECOND_TIME_F,
  SERVER_ADDR,
  SYN_PARKED,
  SYN_TIME_F,
  PARKED_WORDS,
} from '../flow/flow-record.ts'
import { BIT } from '../flow/flow-table.ts'
import { HEAP, type TableMemory } from '../bytes/table-memory.ts'
import {
  park,
  parkedAck,
  parkedChecksum,
  parkedFlags,
  parkedFlowLabel,
  parkedIpId,
  parkedKnown,
  parkedMss,
  parkedOptionBits,
  parkedPayloadLen,
  parkedSeq,
  parkedTos,
  parkedTsVal,
  parkedWindow,
  unpark,
} from '../flow/parked-segment.ts'
import { CHECKSUM, FLAG, KNOWN_ALL, OPTION, type Packet } from '../packet/packet.ts'
import {
  ACKED,
  BLOCK,
  COUNT,
  COURSE_ACKED_BY_FIN,
  COURSE_BITS,
  COURSE_DATA,
  COURSE_FIN,
  COURSE_FIN_ACKED,
  COURSE_FIN_ACKS_FIN,
  COURSE_SERVER_FIRST,
  COURSE_SERVER_LAST,
  FEW_BYTES,
  FIRST_SIDE,
  FLOW_LABEL,
  HEAD,
  HEAD_BLOCK_WORDS,
  HEAD_FREE_BLOCK,
  HEAD_USED_BLOCKS,
  IP_ID,
  LARGEST_PAYLOAD,
  LAST_DATA_TIME_F,
  MOST_SEGMENTS,
  NEXT,
  PACKETS,
  PLACE,
  SHORTEST_DELAYED_ACK_NS,
  SIDE,
  SIDES,
  START,
  TS_VAL,
  UNNOTICED_NS,
  WINDOW,
} from './quiet-layout.ts'
import { CE } from './segment-tracker.ts'
import { firstCapacity } from './track-store.ts'

/** No course. */
const NOT_QUIET = -1

/**
 * What became of a quiet connection, as bits: all that the verdict on it depends on.
 *
 * `data`, `fin`, `finAcksFin`, `finAcked` and `ackedByFin` are the client's; the server's stand one bit higher.
 */
export const COURSE = {
  /** The side has sent data. */
  data: COURSE_DATA,
  /** The server was the first, and the last, to send data. */
  serverFirst: COURSE_SERVER_FIRST,
  serverLast: COURSE_SERVER_LAST,
  fin: COURSE_FIN,
  /** The side's FIN acknowledged the other's. */
  finAcksFin: COURSE_FIN_ACKS_FIN,
  /** The other has acknowledged the side's FIN, and did so first with its own FIN. */
  finAcked: COURSE_FIN_ACKED,
  ackedByFin: COURSE_ACKED_BY_FIN,
} as const
/** The bits of both sides. */
const DATA = COURSE.data | (COURSE.data << 1)
const FIN = COURSE.fin | (COURSE.fin << 1)
const FIN_ACKED = COURSE.finAcked | (COURSE.finAcked << 1)

/** Whether either side of a connection with this course sent data. */
export function carriedData(course: number): boolean {
  return (course & DATA) !== 0
}

/** Whether both sides sent their FINs. */
export function sentBothFins(course: number): boolean {
  return (course & FIN) === FIN
}

const FIRST_CAPACITY = 16

/** Segments of quiet connections, a block each; see the file header. */
export class QuietConnections {
  #words = new Int32Array(0)
  #doubles = new Float64Array(0)
  #head = new Int32Array(0)
  #capacity: number
  readonly #memory: TableMemory
  /** Where blocks and their head begin in their memory. */
  readonly at = { words: 0, head: 0 }

  /** @param expected connections of the input; untouched memory costs nothing */
  constructor(expected = 0, memory = HEAP) {
    this.#memory = memory
    this.#capacity = firstCapacity(expected, FIRST_CAPACITY)
    memory.allocate(HEAD_BLOCK_WORDS * 4, this.#placeHead)
    memory.allocate(this.#capacity * BLOCK * 4, this.#placeBlocks)
  }

  readonly #placeHead = (buffer: ArrayBuffer, at: number): void => {
    this.#head = new Int32Array(buffer, at, HEAD_BLOCK_WORDS)
    this.at.head = at
  }

  readonly #placeBlocks = (buffer: ArrayBuffer, at: number): void => {
    this.#words = new Int32Array(buffer, at, this.#capacity * BLOCK)
    this.#doubles = new Float64Array(buffer, at, (this.#capacity * BLOCK) / 2)
    this.at.words = at
  }

  /** Makes sure that `more` blocks can be taken without moving any memory. */
  makeRoom(more: number): void {
    if (this.#capacity < this.#head[HEAD_USED_BLOCKS] + more) this.#grow(this.#head[HEAD_USED_BLOCKS] + more)
  }

  /**
   * Takes a block for a connection of which SYN and SYN-ACK are parked, if both are as usual.
   *
   * @param words the flow table's, the connection's record beginning at `record`; `doubles` the same memory
   * @returns the block's number, or -1
   */
  open(words: Int32Array, doubles: Float64Array, record: number): number {
    const syn = record + SYN_PARKED
    const synAck = record + SECOND_PARKED
    if (!isUsualOpening(words, syn, synAck) || (words[record + BITS] & (BIT.syn | BIT.synAck)) !== (BIT.syn | BIT.synAck)) return -1
    const tookNs = doubles[(record >> 1) + SECOND_TIME_F] - doubles[(record >> 1) + SYN_TIME_F]
    if (!(tookNs >= 0 && tookNs < UNNOTICED_NS)) return -1
    // A socket that is connected to itself: both directions look like one.
    if (words[record + CLIENT_ADDR] === words[record + SERVER_ADDR] && words[record + PORTS] >>> 16 === (words[record + PORTS] & 0xffff))
      return -1
    const block = this.#take()
    const w = this.#words
    const at = block * BLOCK
    w[at + COUNT] = w[at + SIDES] = w[at + COURSE_BITS] = 0
    // The client has acknowledged nothing yet: its next acknowledgment is of the SYN.
    this.#openSide(at + FIRST_SIDE, words, syn, parkedSeq(words, synAck))
    this.#openSide(at + FIRST_SIDE + SIDE, words, synAck, parkedAck(words, synAck))
    return block
  }

  #openSide(s: number, words: Int32Array, parked: number, acked: number): void {
    const w = this.#words
    w[s + NEXT] = w[s + START] = (parkedSeq(words, parked) + 1) | 0
    w[s + ACKED] = acked
    w[s + WINDOW] = parkedWindow(words, parked)
    w[s + IP_ID] = parkedIpId(words, parked)
    w[s + FLOW_LABEL] = parkedFlowLabel(words, parked)
    w[s + TS_VAL] = parkedTsVal(words, parked)
    w[s + PACKETS] = 1
  }

  /** Packets of a side, the SYN among them. */
  packets(block: number, side: number): number {
    return this.#words[block * BLOCK + FIRST_SIDE + side * SIDE + PACKETS]
  }

  /**
   * Keeps a segment if the connection stays quiet with it.
   *
   * @param sinceOpeningNs time since the SYN
   * @param sinceLastNs time since the connection's packet before
   */
  takes(block: number, side: number, p: Packet, sinceOpeningNs: number, sinceLastNs: number): boolean {
    const w = this.#words
    const at = block * BLOCK
    const s = at + FIRST_SIDE + side * SIDE
    const o = at + FIRST_SIDE + SIDE - side * SIDE
    const course = this.#courseWith(at, s, o, side, p, sinceOpeningNs, sinceLastNs)
    if (course < 0) return false
    const count = w[at + COUNT]
    const len = p.payloadLen
    if (len !== 0) this.#doubles[(at >> 1) + LAST_DATA_TIME_F] = p.timeNs
    w[at + COURSE_BITS] = course
    w[s + NEXT] = (w[s + NEXT] + len + (p.flags & FLAG.fin)) | 0
    w[s + ACKED] = p.ack
    w[s + WINDOW] = p.window
    w[s + IP_ID] = p.ipId
    w[s + FLOW_LABEL] = p.flowLabel
    if ((p.optionBits & OPTION.timestamps) !== 0) w[s + TS_VAL] = p.tsVal
    w[s + PACKETS]++
    w[at + SIDES] |= side << count
    w[at + COUNT] = count + 1
    const place = at + HEAD + count * PLACE
    park(w, place, p)
    this.#doubles[(place + PARKED_WORDS) >> 1] = p.timeNs
    return true
  }

  /** What becomes of the connection with a segment, by the side that begins at `s`; `NOT_QUIET` when something is to be asked of it. */
  #courseWith(at: number, s: number, o: number, side: number, p: Packet, sinceOpeningNs: number, sinceLastNs: number): number {
    const w = this.#words
    const len = p.payloadLen
    const fin = p.flags & FLAG.fin
    // NaN, where there are no times, is not above 0 either.
    if ((p.flags & ~(FLAG.psh | FLAG.fin)) !== FLAG.ack || p.seq !== w[s + NEXT] || w[at + COUNT] === MOST_SEGMENTS || !(sinceLastNs >= 0))
      return NOT_QUIET
    if (p.known !== KNOWN_ALL || p.window === 0 || p.sackCount !== 0 || (p.tos & CE) === CE || p.checksum === CHECKSUM.bad) return NOT_QUIET
    const moved = (p.ack - w[s + ACKED]) | 0
    const beyond = (p.ack - w[o + NEXT]) | 0
    if (moved < 0 || beyond > 0 || (moved === 0 && len === 0 && fin === 0)) return NOT_QUIET
    // The client's acknowledgment of the SYN-ACK comes first.
    if (w[at + COUNT] === 0 && (side !== 0 || !(sinceOpeningNs < UNNOTICED_NS))) return NOT_QUIET
    if ((p.optionBits & OPTION.timestamps) !== 0 && ((p.tsVal - w[s + TS_VAL]) | 0) < 0) return NOT_QUIET
    let course = w[at + COURSE_BITS]
    if (len + fin !== 0 && (course & (COURSE.fin << side)) !== 0) return NOT_QUIET
    if (len !== 0) {
      if ((course & FIN) !== 0 || len === w[o + WINDOW] || len > LARGEST_PAYLOAD || ((w[s + NEXT] - w[s + START]) | 0) + len >= FEW_BYTES)
        return NOT_QUIET
      if ((course & DATA) === 0) course |= side * COURSE.serverFirst
      else {
        const goesOn = (course & COURSE.serverLast) === side * COURSE.serverLast
        const sinceDataNs = p.timeNs - this.#doubles[(at >> 1) + LAST_DATA_TIME_F]
        if (!(sinceDataNs < (goesOn ? SHORTEST_DELAYED_ACK_NS : UNNOTICED_NS))) return NOT_QUIET
      }
      course = (course & ~COURSE.serverLast) | (COURSE.data << side) | (side * COURSE.serverLast)
    }
    const acksFin = beyond === 0 && (course & (COURSE.fin << (1 - side))) !== 0
    if (fin !== 0) {
      // A jump of the sender's own count says that others of its packets went missing.
      if (
        p.ipVersion === 6 ? p.flowLabel !== w[s + FLOW_LABEL] : p.ipId !== 0 && w[s + IP_ID] !== 0 && ((p.ipId - w[s + IP_ID]) & 0xffff) > 1
      )
        return NOT_QUIET
      course |= COURSE.fin << side
      if (acksFin) course |= COURSE.finAcksFin << side
    }
    if (acksFin && (course & (COURSE.finAcked << (1 - side))) === 0)
      course |= (COURSE.finAcked | (fin === 0 ? 0 : COURSE.ackedByFin)) << (1 - side)
    return course
  }

  /** Whether both sides have closed, and know it of each other. */
  isClosed(block: number): boolean {
    return (this.#words[block * BLOCK + COURSE_BITS] & FIN_ACKED) === FIN_ACKED
  }

  /** What became of the connection so far, as bits of `COURSE`. */
  course(block: number): number {
    return this.#words[block * BLOCK + COURSE_BITS]
  }

  /** Segments behind the SYN-ACK. */
  count(block: number): number {
    return this.#words[block * BLOCK + COUNT]
  }

  /** Unfolds a segment into `packet`, as far as the analysis reads it. Returns the side that sent it. */
  segment(block: number, index: number, packet: Packet): number {
    const at = block * BLOCK
    const place = at + HEAD + index * PLACE
    unpark(this.#words, place, packet)
    packet.timeNs = this.#doubles[(place + PARKED_WORDS) >> 1]!
    return (this.#words[at + SIDES] >>> index) & 1
  }

  /** Gives a block back. */
  release(block: number): void {
    this.#words[block * BLOCK] = this.#head[HEAD_FREE_BLOCK]
    this.#head[HEAD_FREE_BLOCK] = block + 1
  }

  #take(): number {
    const head = this.#head
    const free = head[HEAD_FREE_BLOCK] - 1
    if (free >= 0) {
      head[HEAD_FREE_BLOCK] = this.#words[free * BLOCK]
      return free
    }
    if (head[HEAD_USED_BLOCKS] === this.#capacity) this.#grow(this.#capacity + 1)
    return this.#head[HEAD_USED_BLOCKS]++
  }

  #grow(least: number): void {
    const old = this.#memory.keep(this.#words.subarray(0, this.#head[HEAD_USED_BLOCKS] * BLOCK))
    while (this.#capacity < least) this.#capacity *= 2
    this.#memory.allocate(this.#capacity * BLOCK * 4, this.#placeBlocks)
    this.#words.set(old)
  }
}

/** SYN and SYN-ACK without data or anything odd, offering the same: what the verdict on the opening asks. */
function isUsualOpening(words: Int32Array, syn: number, synAck: number): boolean {
  const options = parkedOptionBits(words, syn)
  return (
    isUsual(words, syn) &&
    isUsual(words, synAck) &&
    parkedOptionBits(words, synAck) === options &&
    (options & (OPTION.fastOpen | OPTION.fastOpenCookie | OPTION.sack)) === 0 &&
    parkedMss(words, syn) === parkedMss(words, synAck) &&
    parkedWindow(words, synAck) !== 0
  )
}

function isUsual(words: Int32Array, parked: number): boolean {
  return (
    (parkedFlags(words, parked) & (FLAG.urg | FLAG.fin | FLAG.rst)) === 0 &&
    parkedChecksum(words, parked) !== CHECKSUM.bad &&
    (parkedTos(words, parked) & CE) !== CE &&
    parkedPayloadLen(words, parked) === 0 &&
    parkedKnown(words, parked) === KNOWN_ALL
  )
}
