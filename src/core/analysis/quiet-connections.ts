/**
 * Connections on which nothing happened yet that anyone would ask about: each segment was the next of its stream, and came soon. Also those
 * that ended in the plainest way there is to fail: the client aborted what had gone well, or its first SYN was refused at once.
 *
 * Most connections of a busy server are like that from SYN to FIN. Of them, only the segments are kept, folded as the SYN is
 * (`parked-segment.ts`), and the few words that say which segment may come next: a third of the work of writing all the facts that rules
 * may ask for. When another segment comes, when there are too many, or when somebody asks, they are unfolded, and the connection is
 * followed as if they came now. So nothing is ever lost but time; what is not sure to be quiet is not.
 *
 * Layout (hot): `BLOCK` int32 for each connection, its head and then `MOST_SEGMENTS` places; `doubles` is the same memory as float64.
 */
import { BITS, PARKED_WORDS, SECOND_PARKED, SECOND_TIME_F, SYN_PARKED, SYN_TIME_F } from '../flow/flow-record.ts'
import { BIT } from '../flow/flow-table.ts'
import { HEAP, type TableMemory } from '../bytes/table-memory.ts'
import { park, parkedAck, parkedFlowLabel, parkedIpId, parkedSeq, parkedTsVal, parkedWindow, unpark } from '../flow/parked-segment.ts'
import { CHECKSUM, FLAG, KNOWN_ALL, OPTION, type Packet } from '../packet/packet.ts'
import { isOwnAbort } from './quiet-abort.ts'
import { placeOf, sideOf } from './quiet-block.ts'
import { COURSE, DATA, FIN, cameUpLate, isOver, wasMended } from './quiet-course.ts'
import {
  ACKED,
  BLOCK,
  COUNT,
  COURSE_BITS,
  FEW_BYTES,
  FIRST_SIDE,
  FIRST_SYN,
  FLOW_LABEL,
  HEAD_BLOCK_WORDS,
  HEAD_FREE_BLOCK,
  HEAD_USED_BLOCKS,
  IP_ID,
  LARGEST_PAYLOAD,
  LAST_DATA_TIME_F,
  MOST_SEGMENTS,
  NEXT,
  PACKETS,
  SHORTEST_DELAYED_ACK_NS,
  SIDE,
  SIDES,
  START,
  TS_VAL,
  UNNOTICED_NS,
  WINDOW,
} from './quiet-layout.ts'
import { foldSack, lossToldBy, unfoldSack } from './quiet-loss.ts'
import { isSameSyn, isToItself, isUsualOpening, isUsualRefusal } from './quiet-opening.ts'
import { CE } from './segment-tracker.ts'
import { firstCapacity } from './track-store.ts'

/** No course. */
const NOT_QUIET = -1
const RST_ACK = FLAG.rst | FLAG.ack
const FIRST_CAPACITY = 16
/** No SYN is repeated sooner (RFC 6298 §2: a second); what comes sooner may be a copy. */
const SHORTEST_RETRY_NS = 900e6

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
    if ((words[record + BITS] & (BIT.syn | BIT.synAck)) !== (BIT.syn | BIT.synAck)) return -1
    const tookNs = doubles[(record >> 1) + SECOND_TIME_F] - doubles[(record >> 1) + SYN_TIME_F]
    const [syn, synAck] = [record + SYN_PARKED, record + SECOND_PARKED]
    if (!isUsualOpening(words, syn, words, synAck, tookNs) || isToItself(words, record)) return -1
    const block = this.#take()
    this.#openSides(block * BLOCK, words, record)
    return block
  }

  /**
   * Takes a block for a connection of which two SYNs are parked, and which `p`, a SYN-ACK, answers as usual. The block keeps the first SYN, the
   * record the second and the SYN-ACK: as if the connection had begun with those.
   *
   * @param words the flow table's, the connection's record beginning at `record`; `doubles` the same memory
   * @returns the block's number, or -1
   */
  openLate(words: Int32Array, doubles: Float64Array, record: number, p: Packet): number {
    const [syn, second] = [record + SYN_PARKED, record + SECOND_PARKED]
    const [synTime, secondTime] = [(record >> 1) + SYN_TIME_F, (record >> 1) + SECOND_TIME_F]
    if (!(doubles[secondTime] - doubles[synTime] >= SHORTEST_RETRY_NS) || !isSameSyn(words, syn, second)) return -1
    const block = this.#take()
    const w = this.#words
    const place = block * BLOCK + FIRST_SYN
    park(w, place, p)
    if (!isUsualOpening(words, second, w, place, p.timeNs - doubles[secondTime]) || isToItself(words, record)) {
      this.release(block)
      return -1
    }
    for (let i = 0; i < PARKED_WORDS; i++) {
      const folded = w[place + i]
      w[place + i] = words[syn + i]
      words[syn + i] = words[second + i]
      words[second + i] = folded
    }
    this.#doubles[(place + PARKED_WORDS) >> 1] = doubles[synTime]
    doubles[synTime] = doubles[secondTime]
    doubles[secondTime] = p.timeNs
    this.#openSides(block * BLOCK, words, record)
    w[block * BLOCK + COURSE_BITS] = COURSE.secondTry
    return block
  }

  #openSides(at: number, words: Int32Array, record: number): void {
    const w = this.#words
    const [syn, synAck] = [record + SYN_PARKED, record + SECOND_PARKED]
    w[at + COUNT] = w[at + SIDES] = w[at + COURSE_BITS] = 0
    // The client has acknowledged nothing yet: its next acknowledgment is of the SYN.
    this.#openSide(at + FIRST_SIDE, words, syn, parkedSeq(words, synAck))
    this.#openSide(at + FIRST_SIDE + SIDE, words, synAck, parkedAck(words, synAck))
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

  /**
   * Takes a block for a connection of which the SYN is parked, and which `p` refuses.
   *
   * @param words the flow table's, the connection's record beginning at `record`
   * @returns the block's number, or -1 when there is more to ask
   */
  refuse(words: Int32Array, record: number, p: Packet): number {
    if (!isUsualRefusal(words, record, p) || isToItself(words, record)) return -1
    const block = this.#take()
    const at = block * BLOCK
    this.#words[at + COUNT] = this.#words[at + SIDES] = 0
    this.#words[at + COURSE_BITS] = COURSE.refused | (p.ipVersion === 6 ? COURSE.labelled : 0)
    this.#keep(at, 1, p)
    return block
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
    if (!(sinceLastNs >= 0) || !isSound(p) || w[at + COUNT] === MOST_SEGMENTS || isOver(w[at + COURSE_BITS])) return false
    const course = this.#courseWith(at, s, at + FIRST_SIDE + SIDE - side * SIDE, side, p, sinceOpeningNs)
    if (course < 0) return this.#tellsOfLoss(at, s, side, p, sinceOpeningNs)
    const len = p.payloadLen
    if (len !== 0) this.#doubles[(at >> 1) + LAST_DATA_TIME_F] = p.timeNs
    w[at + COURSE_BITS] = course
    w[s + NEXT] = (w[s + NEXT] + len + (p.flags & FLAG.fin)) | 0
    this.#follow(at, s, side, p)
    return true
  }

  /** Keeps a segment that is not the next of its stream, if all is said of the loss that it tells of. */
  #tellsOfLoss(at: number, s: number, side: number, p: Packet, sinceOpeningNs: number): boolean {
    const w = this.#words
    if (w[at + COUNT] === 0) return false
    const told = lossToldBy(w, this.#doubles, at, side, p, sinceOpeningNs)
    if (told === 0) return false
    w[at + COURSE_BITS] |= told
    this.#follow(at, s, side, p)
    return true
  }

  /** What every segment that is kept changes. */
  #follow(at: number, s: number, side: number, p: Packet): void {
    const w = this.#words
    w[s + ACKED] = p.ack
    w[s + WINDOW] = p.window
    w[s + IP_ID] = p.ipId
    w[s + FLOW_LABEL] = p.flowLabel
    if ((p.optionBits & OPTION.timestamps) !== 0) w[s + TS_VAL] = p.tsVal
    w[s + PACKETS]++
    this.#keep(at, side, p)
  }

  /** Folds a segment behind those of the block that begins at `at`. */
  #keep(at: number, side: number, p: Packet): void {
    const w = this.#words
    const count = w[at + COUNT]
    w[at + SIDES] |= side << count
    w[at + COUNT] = count + 1
    const place = placeOf(at, count)
    park(w, place, p)
    if ((p.optionBits & OPTION.sack) !== 0) foldSack(w, place, p)
    this.#doubles[(place + PARKED_WORDS) >> 1] = p.timeNs
  }

  /** What becomes of the connection with a segment, by the side that begins at `s`; `NOT_QUIET` when something is to be asked of it. */
  #courseWith(at: number, s: number, o: number, side: number, p: Packet, sinceOpeningNs: number): number {
    const w = this.#words
    const len = p.payloadLen
    const fin = p.flags & FLAG.fin
    const aborts = p.flags === RST_ACK
    if (!aborts && (p.flags & ~(FLAG.psh | FLAG.fin)) !== FLAG.ack) return NOT_QUIET
    if (p.seq !== w[s + NEXT] || (p.optionBits & OPTION.sack) !== 0) return NOT_QUIET
    const moved = (p.ack - w[s + ACKED]) | 0
    const beyond = (p.ack - w[o + NEXT]) | 0
    if (moved < 0 || beyond > 0 || (moved === 0 && len === 0 && fin === 0 && !aborts)) return NOT_QUIET
    // The client's acknowledgment of the SYN-ACK comes first.
    if (w[at + COUNT] === 0 && (side !== 0 || !(sinceOpeningNs < UNNOTICED_NS))) return NOT_QUIET
    if ((p.optionBits & OPTION.timestamps) !== 0 && ((p.tsVal - w[s + TS_VAL]) | 0) < 0) return NOT_QUIET
    let course = w[at + COURSE_BITS]
    if (aborts) return side === 0 && isOwnAbort(w, this.#doubles, at, p, sinceOpeningNs) ? course | COURSE.aborted : NOT_QUIET
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

  /** Whether both sides have closed, and know it of each other, or a RST ended it. */
  isClosed(block: number): boolean {
    return isOver(this.course(block))
  }

  /** Whether nothing but its course is to be known of it: it has ended, and what was lost was seen to be mended. */
  isTold(block: number): boolean {
    const course = this.course(block)
    return isOver(course) && ((course & COURSE.asked) === 0 || wasMended(course))
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
    this.#unfold(placeOf(at, index), packet)
    unfoldSack(packet)
    return sideOf(this.#words, at, index)
  }

  /** Unfolds the first of two SYNs into `packet`; false when there was only one. */
  firstSyn(block: number, packet: Packet): boolean {
    if (!cameUpLate(this.course(block))) return false
    this.#unfold(block * BLOCK + FIRST_SYN, packet)
    return true
  }

  #unfold(place: number, packet: Packet): void {
    unpark(this.#words, place, packet)
    packet.timeNs = this.#doubles[(place + PARKED_WORDS) >> 1]!
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

/** Everything of it is known, there is room at its sender, and nothing is marked or damaged. */
function isSound(p: Packet): boolean {
  return p.known === KNOWN_ALL && p.window !== 0 && (p.tos & CE) !== CE && p.checksum !== CHECKSUM.bad
}
