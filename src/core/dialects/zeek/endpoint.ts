/** One end of a connection, as Zeek keeps it. */
import { Contents } from './contents.ts'
import { ENDPOINT_STATE, type EndpointState } from './endpoint-state.ts'

const SEQUENCE_SPACE = 2 ** 32
/** What an end may send before the first acknowledgment, in bytes (`tcp_max_initial_window`). */
const MAX_INITIAL_WINDOW_BYTES = 16_384

/** One end: its state, where its numbers stand, what it sent. Sequence numbers are unsigned here. */
export class ZeekEndpoint {
  state: EndpointState = ENDPOINT_STATE.inactive
  previous: EndpointState = ENDPOINT_STATE.inactive
  /** The initial sequence number, seen or guessed. */
  startSeq = 0
  /** One past the highest number sent, and the highest that the peer acknowledged; with how often each went around. */
  lastSeq = 0
  lastWraps = 0
  ackSeq = 0
  ackWraps = 0
  fins = 0
  /** Position one past the last FIN. */
  finPosition = 0
  /** Whether Zeek takes this direction for over. */
  didClose = false
  /** Whether a packet of this end was seen (a guessed beginning depends on it). */
  seen = false
  /** Segments with a good checksum, and the bytes of their IP packets. */
  packets = 0
  ipBytes = 0
  /** Positions of the last SYN, FIN and RST: a repeated one is no new letter. */
  synPosition = 0
  finLetterPosition = 0
  rstPosition = 0
  /** Bits of `LETTER_BIT`: letters that this end has in the history. */
  letters = 0
  /** Events that get a letter now and then. */
  badChecksums = 0
  retransmissions = 0
  zeroWindows = 0
  gaps = 0
  readonly contents = new Contents()

  /** Begins (again) at `startSeq`, having sent up to `lastSeq` and nothing acknowledged. */
  begin(startSeq: number, lastSeq: number): void {
    this.startSeq = startSeq
    this.ackSeq = startSeq
    this.lastSeq = lastSeq
  }

  /** Moves the highest number sent; a smaller one went around. */
  advanceLast(seq: number): void {
    if (seq < this.lastSeq) this.lastWraps++
    this.lastSeq = seq
  }

  /** Moves the highest number acknowledged. */
  advanceAck(seq: number): void {
    if (seq < this.ackSeq) this.ackWraps++
    this.ackSeq = seq
  }

  /** Position of `seq` in this end's stream, the SYN at 0; negative when it lies before the beginning. */
  position(seq: number, last: number, wraps: number): number {
    const delta = (seq - last) | 0
    let turns = wraps
    if (delta < 0 && wraps > 0 && seq > last) turns--
    else if (delta > 0 && seq < last) turns++
    return turns === 0 ? (seq - this.startSeq) | 0 : seq + turns * SEQUENCE_SPACE - this.startSeq
  }

  /** Position of the highest acknowledgment. */
  get ackPosition(): number {
    return this.ackSeq + this.ackWraps * SEQUENCE_SPACE - this.startSeq
  }

  /** Position one past the highest number sent. */
  get lastPosition(): number {
    return this.lastSeq + this.lastWraps * SEQUENCE_SPACE - this.startSeq
  }

  /** Whether the peer never acknowledged more than the SYN. */
  get nothingAcked(): boolean {
    const acked = this.ackPosition
    return acked === 0 || acked === 1
  }

  /** Whether this end sent more than it may without acknowledgments, so that they are probably not in the capture. */
  get beyondInitialWindow(): boolean {
    return this.bytes > MAX_INITIAL_WINDOW_BYTES
  }

  /** Payload bytes by the sequence numbers, sent or acknowledged, without SYN and FIN. */
  get bytes(): number {
    let size = Math.max(0, this.lastPosition, this.ackPosition)
    if (size > 0) size--
    if (this.fins > 0 && size > 0) size--
    return size
  }

  /** Whether the handshake was seen and the end is open or closed by FIN: only then are gaps believed. */
  get isClean(): boolean {
    return (
      this.state === ENDPOINT_STATE.established || (this.state === ENDPOINT_STATE.closed && this.previous === ENDPOINT_STATE.established)
    )
  }

  /** Whether data of this end is still awaited, or held back because of data that `peer` has yet to hand on. */
  isDataPending(peer: ZeekEndpoint): boolean {
    const { contents } = this
    if (contents.skipping) return false
    const left = this.lastPosition - contents.delivered
    if (left < 0) return false
    // A FIN takes a position of its own, a RST none.
    if (left > 1) return true
    return this.state !== ENDPOINT_STATE.reset && peer.contents.hasPieces
  }
}
