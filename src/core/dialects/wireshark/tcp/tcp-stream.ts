/**
 * What Wireshark remembers of TCP conversations and of each of their two directions.
 *
 * They are never forgotten, and there may be millions: each is `STREAM_WORDS` numbers in a page of many, and `TcpStream` and `TcpFlow` are
 * views that show one at a time. As objects they took four times the memory, and a sixth of the time of a long run went into moving them.
 *
 * Layout (hot): int32 words, of which the last are float64 (`doubles` is the same memory): first both directions, then the conversation.
 */

/** A window scale that no SYN has told. */
export const SCALE_UNKNOWN = -1
/** Window scaling that is known not to be used. */
export const SCALE_NOT_USED = -2
/** As many blocks of a SACK option as are remembered. */
export const MAX_SACK_BLOCKS = 4

// — a direction —
const FLOW_BITS = 0
const BASE_SEQ = 1
const WINDOW = 2
const WIN_SCALE = 3
const NEXT_SEQ = 4
const NEXT_SEQ_FRAME = 5
const LAST_ACK = 6
const LAST_NON_DUP_ACK_FRAME = 7
const DUP_ACK_COUNT = 8
const MAX_SEQ_TO_BE_ACKED = 9
const PUSH_BYTES_SENT = 10
const LAST_FLAGS = 11
const SACK_COUNT = 12
const QUEUE = 13
const NEXT_SEQ_TIME_F = 7
const LAST_TIME_F = 8
const FLOW_WORDS = 18

const FLOW_BIT = { baseSeqSet: 1, isUnscaled: 2, validBytesInFlight: 4, pushSetLast: 8, closingInitiator: 16 } as const

// — the conversation —
const FORWARD = 0
const REVERSE = FLOW_WORDS
const STREAM_BITS = 2 * FLOW_WORDS
const COMPLETENESS = STREAM_BITS + 1
const FIRST_TIME_F = (STREAM_BITS + 2) >> 1
const PREVIOUS_TIME_F = FIRST_TIME_F + 1
const SYN_TIME_F = FIRST_TIME_F + 2
const INITIAL_RTT_F = FIRST_TIME_F + 3
const STREAM_WORDS = STREAM_BITS + 10

const STREAM_BIT = { accEcnSyn: 1, accEcnSynAck: 2, accEcnOption: 4, tfoSynData: 8 } as const

const PAGE_SHIFT = 9
const PAGE_STREAMS = 1 << PAGE_SHIFT

/** All conversations of a capture, numbered from 0 in the order of their first segments. */
export class TcpStreams {
  /** How many there are. */
  count = 0
  readonly #pages: Int32Array[] = []
  readonly #doubles: Float64Array[] = []
  /** Edges of SACK blocks, of the few directions that have sent some, by the number of the direction. */
  readonly sackEdges = new Map<number, Int32Array>()

  /** Begins a conversation at a time; gives its number. */
  begin(timeNs: number): number {
    const index = this.count++
    const page = index >>> PAGE_SHIFT
    if (page === this.#pages.length) {
      const words = new Int32Array(PAGE_STREAMS * STREAM_WORDS)
      this.#pages.push(words)
      this.#doubles.push(new Float64Array(words.buffer))
    }
    const words = this.#pages[page]
    const doubles = this.#doubles[page]
    const at = (index & (PAGE_STREAMS - 1)) * STREAM_WORDS
    for (let flow = at; flow < at + STREAM_BITS; flow += FLOW_WORDS) {
      words[flow + FLOW_BITS] = FLOW_BIT.isUnscaled | FLOW_BIT.validBytesInFlight
      words[flow + WINDOW] = -1
      words[flow + WIN_SCALE] = SCALE_UNKNOWN
    }
    const times = at >> 1
    doubles[times + FIRST_TIME_F] = doubles[times + PREVIOUS_TIME_F] = timeNs
    doubles[times + SYN_TIME_F] = NaN
    return index
  }

  /** Shows a conversation in `view`, as a segment sees it that goes the way of the first one or not. */
  show(index: number, isForward: boolean, view: TcpStream): void {
    const page = index >>> PAGE_SHIFT
    view.bind(this, index, isForward, this.#pages[page], this.#doubles[page], (index & (PAGE_STREAMS - 1)) * STREAM_WORDS)
  }
}

const NO_WORDS = new Int32Array(STREAM_WORDS)
const NO_DOUBLES = new Float64Array(NO_WORDS.buffer)

/** The number of the direction of a conversation's first segment (`TcpFlow.number`). */
export function forwardOf(stream: number): number {
  return stream * 2
}
/** The number of the other direction. */
export function reverseOf(stream: number): number {
  return stream * 2 + 1
}

/** One direction. Sequence numbers are raw, as int32; 0 means "not set" where Wireshark means so too. */
export class TcpFlow {
  // Private by TypeScript's word only: a field with `#` costs a check at each of the many looks at it.
  private words: Int32Array = NO_WORDS
  private doubles: Float64Array = NO_DOUBLES
  private at = 0
  private sackEdgesOf: Map<number, Int32Array> | undefined = undefined
  /** Twice the number of the conversation, and one more for its reverse direction. */
  number = 0

  /** Shows directions of another page. */
  bindPage(streams: TcpStreams, words: Int32Array, doubles: Float64Array): void {
    this.words = words
    this.doubles = doubles
    this.sackEdgesOf = streams.sackEdges
  }

  /** Shows another direction of the page: its words begin at `at`. */
  bind(number: number, at: number): void {
    this.number = number
    this.at = at
  }

  private has(bit: number): boolean {
    return (this.words[this.at + FLOW_BITS] & bit) !== 0
  }
  private mark(bit: number, isSet: boolean): void {
    if (isSet) this.words[this.at + FLOW_BITS] |= bit
    else this.words[this.at + FLOW_BITS] &= ~bit
  }

  get baseSeqSet(): boolean {
    return this.has(FLOW_BIT.baseSeqSet)
  }
  set baseSeqSet(isSet: boolean) {
    this.mark(FLOW_BIT.baseSeqSet, isSet)
  }
  get baseSeq(): number {
    return this.words[this.at + BASE_SEQ]
  }
  set baseSeq(seq: number) {
    this.words[this.at + BASE_SEQ] = seq
  }
  /** The raw window of the last segment; no real one before it. */
  get window(): number {
    return this.words[this.at + WINDOW]
  }
  set window(window: number) {
    this.words[this.at + WINDOW] = window
  }
  get winScale(): number {
    return this.words[this.at + WIN_SCALE]
  }
  set winScale(scale: number) {
    this.words[this.at + WIN_SCALE] = scale
  }
  /** The last window was that of a SYN (or there was none), which is never scaled. */
  get isUnscaled(): boolean {
    return this.has(FLOW_BIT.isUnscaled)
  }
  set isUnscaled(isUnscaled: boolean) {
    this.mark(FLOW_BIT.isUnscaled, isUnscaled)
  }
  /** The highest end of a segment, and which frame had it when. */
  get nextSeq(): number {
    return this.words[this.at + NEXT_SEQ]
  }
  set nextSeq(seq: number) {
    this.words[this.at + NEXT_SEQ] = seq
  }
  get nextSeqFrame(): number {
    return this.words[this.at + NEXT_SEQ_FRAME]
  }
  set nextSeqFrame(frame: number) {
    this.words[this.at + NEXT_SEQ_FRAME] = frame
  }
  get nextSeqTimeNs(): number {
    return this.doubles[(this.at >> 1) + NEXT_SEQ_TIME_F]
  }
  set nextSeqTimeNs(timeNs: number) {
    this.doubles[(this.at >> 1) + NEXT_SEQ_TIME_F] = timeNs
  }
  get lastAck(): number {
    return this.words[this.at + LAST_ACK]
  }
  set lastAck(ack: number) {
    this.words[this.at + LAST_ACK] = ack
  }
  /** The time of the last segment of any kind. */
  get lastTimeNs(): number {
    return this.doubles[(this.at >> 1) + LAST_TIME_F]
  }
  set lastTimeNs(timeNs: number) {
    this.doubles[(this.at >> 1) + LAST_TIME_F] = timeNs
  }
  get lastNonDupAckFrame(): number {
    return this.words[this.at + LAST_NON_DUP_ACK_FRAME]
  }
  set lastNonDupAckFrame(frame: number) {
    this.words[this.at + LAST_NON_DUP_ACK_FRAME] = frame
  }
  get dupAckCount(): number {
    return this.words[this.at + DUP_ACK_COUNT]
  }
  set dupAckCount(count: number) {
    this.words[this.at + DUP_ACK_COUNT] = count
  }
  /** The end of what came without a hole. */
  get maxSeqToBeAcked(): number {
    return this.words[this.at + MAX_SEQ_TO_BE_ACKED]
  }
  set maxSeqToBeAcked(seq: number) {
    this.words[this.at + MAX_SEQ_TO_BE_ACKED] = seq
  }
  get validBytesInFlight(): boolean {
    return this.has(FLOW_BIT.validBytesInFlight)
  }
  set validBytesInFlight(isValid: boolean) {
    this.mark(FLOW_BIT.validBytesInFlight, isValid)
  }
  get pushBytesSent(): number {
    return this.words[this.at + PUSH_BYTES_SENT] >>> 0
  }
  set pushBytesSent(bytes: number) {
    this.words[this.at + PUSH_BYTES_SENT] = bytes
  }
  get pushSetLast(): boolean {
    return this.has(FLOW_BIT.pushSetLast)
  }
  set pushSetLast(isSet: boolean) {
    this.mark(FLOW_BIT.pushSetLast, isSet)
  }
  /** The analysis flags of the last segment. */
  get lastFlags(): number {
    return this.words[this.at + LAST_FLAGS]
  }
  set lastFlags(flags: number) {
    this.words[this.at + LAST_FLAGS] = flags
  }
  get closingInitiator(): boolean {
    return this.has(FLOW_BIT.closingInitiator)
  }
  set closingInitiator(isInitiator: boolean) {
    this.mark(FLOW_BIT.closingInitiator, isInitiator)
  }
  /** SACK blocks of the last segment. */
  get sackCount(): number {
    return this.words[this.at + SACK_COUNT]
  }
  set sackCount(count: number) {
    this.words[this.at + SACK_COUNT] = count
  }
  /** Edges of SACK blocks, left and right in turn; undefined before the first. */
  get sackEdges(): Int32Array | undefined {
    return this.sackEdgesOf?.get(this.number)
  }
  set sackEdges(edges: Int32Array) {
    this.sackEdgesOf?.set(this.number, edges)
  }
  /** Number of the queue of what is unacknowledged, plus one; 0 when all is acknowledged (`SequenceAnalysis`). */
  get queue(): number {
    return this.words[this.at + QUEUE]
  }
  set queue(queue: number) {
    this.words[this.at + QUEUE] = queue
  }
}

/** A conversation. */
export class TcpStream {
  index = 0
  /** The segment at hand goes the way of the first. */
  isForward = true
  /** The direction of the segment at hand, and the other. */
  readonly fwd = new TcpFlow()
  readonly rev = new TcpFlow()
  private words: Int32Array = NO_WORDS
  private doubles: Float64Array = NO_DOUBLES
  private at = 0

  /** Shows another conversation: its words begin at `at`. */
  bind(streams: TcpStreams, index: number, isForward: boolean, words: Int32Array, doubles: Float64Array, at: number): void {
    this.index = index
    this.isForward = isForward
    this.at = at
    // Conversations of one time stand in one page: keeping an array that is kept already would cost more than looking.
    if (this.words !== words) {
      this.words = words
      this.doubles = doubles
      this.fwd.bindPage(streams, words, doubles)
      this.rev.bindPage(streams, words, doubles)
    }
    const forward = isForward ? this.fwd : this.rev
    const reverse = isForward ? this.rev : this.fwd
    forward.bind(forwardOf(index), at + FORWARD)
    reverse.bind(reverseOf(index), at + REVERSE)
  }

  private has(bit: number): boolean {
    return (this.words[this.at + STREAM_BITS] & bit) !== 0
  }
  private mark(bit: number): void {
    this.words[this.at + STREAM_BITS] |= bit
  }

  get completeness(): number {
    return this.words[this.at + COMPLETENESS]
  }
  set completeness(bits: number) {
    this.words[this.at + COMPLETENESS] = bits
  }
  get firstTimeNs(): number {
    return this.doubles[(this.at >> 1) + FIRST_TIME_F]
  }
  get previousTimeNs(): number {
    return this.doubles[(this.at >> 1) + PREVIOUS_TIME_F]
  }
  set previousTimeNs(timeNs: number) {
    this.doubles[(this.at >> 1) + PREVIOUS_TIME_F] = timeNs
  }
  /** The last SYN without ACK; NaN before it. */
  get synTimeNs(): number {
    return this.doubles[(this.at >> 1) + SYN_TIME_F]
  }
  set synTimeNs(timeNs: number) {
    this.doubles[(this.at >> 1) + SYN_TIME_F] = timeNs
  }
  /** 0 until it is known. */
  get initialRttNs(): number {
    return this.doubles[(this.at >> 1) + INITIAL_RTT_F]
  }
  set initialRttNs(rttNs: number) {
    this.doubles[(this.at >> 1) + INITIAL_RTT_F] = rttNs
  }
  get usesAccurateEcn(): boolean {
    return (this.has(STREAM_BIT.accEcnSyn) && this.has(STREAM_BIT.accEcnSynAck)) || this.has(STREAM_BIT.accEcnOption)
  }
  /** A SYN, a SYN-ACK, an option spoke for Accurate ECN. */
  noteAccEcnSyn(): void {
    this.mark(STREAM_BIT.accEcnSyn)
  }
  noteAccEcnSynAck(): void {
    this.mark(STREAM_BIT.accEcnSynAck)
  }
  noteAccEcnOption(): void {
    this.mark(STREAM_BIT.accEcnOption)
  }
  /** A SYN carried data and a TFO cookie. */
  get tfoSynData(): boolean {
    return this.has(STREAM_BIT.tfoSynData)
  }
  noteTfoSynData(): void {
    this.mark(STREAM_BIT.tfoSynData)
  }
}
