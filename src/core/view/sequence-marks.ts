/** The marks of a time-sequence graph, packet by packet: what tcptrace draws for each, in data units. */
import { eventOf, isReset, type PacketColumns, SENDER, sequenceLength } from '../analysis/packet-columns.ts'
import { type SegmentLook, type TimeSequence, timeSequence } from './time-sequence.ts'

/** What every mark has: nanoseconds since the connection's first packet, and the packet's number in the capture. */
interface Mark {
  readonly timeNs: number
  readonly packet: number
}

/** A segment of the side that the graph is about. Without payload, SYN and FIN, `from` and `to` are the same. */
export interface SentMark extends Mark {
  readonly kind: 'sent'
  readonly from: number
  readonly to: number
  readonly look: SegmentLook
  readonly isSyn: boolean
  readonly isFin: boolean
  readonly isReset: boolean
  readonly isPushed: boolean
  /** An exact copy of a packet before: the capture or the network doubled it. */
  readonly isCopy: boolean
}

/** What the other side had told before an answer. */
interface Told extends Pick<Mark, 'timeNs'> {
  readonly ack: number
  /** NaN where the window is not known. */
  readonly windowEdge: number
}

/** An acknowledgment of the other side. */
export interface AnsweredMark extends Mark, Told {
  readonly kind: 'answered'
  readonly before: Told | undefined
  readonly sacks: readonly { readonly from: number; readonly to: number }[]
  readonly hasZeroWindow: boolean
  /** The third acknowledgment in a row that asks for the same bytes, which makes a sender repeat them (RFC 5681 §3.2). */
  readonly isThirdDuplicate: boolean
}

/** A RST of the other side; it stands at what it acknowledges, or else at what had been, or where the stream began. */
export interface RefusedMark extends Mark {
  readonly kind: 'refused'
  readonly at: number
}

/** What one packet draws. */
export type SequenceMark = SentMark | AnsweredMark | RefusedMark

/** Bits of flags, as `FLAG` has them. */
const FIN = 1
const SYN = 2
const PSH = 8
/** RFC 5681 §3.2: so many duplicates begin a fast retransmission. */
const DUPLICATES_TO_REPEAT = 3

/** The marks of the graph of what `sender` (0 client, 1 server) sent, in the order of packets; packets without a time draw nothing. */
export function* sequenceMarks(columns: PacketColumns, sender: 0 | 1): Generator<SequenceMark> {
  const graph = new Cursor(timeSequence(columns, sender))
  const own = sender === 0 ? SENDER.client : SENDER.server
  let before: Told | undefined
  let duplicates = 0
  let [lowest, highest] = [NaN, NaN]
  for (let i = 0; i < columns.count; i++) {
    const timeNs = columns.timeNs[i]
    const packet = columns.number[i]
    if (!Number.isFinite(timeNs) || columns.icmp[i] >= 0) continue
    if (columns.sender[i] === own) {
      const { from, to, look } = graph.segmentOf(packet) ?? { from: columns.pos[i], to: columns.pos[i], look: 'data' as const }
      if (!Number.isFinite(from)) continue
      if (!(from >= lowest)) lowest = from
      if (!(to <= highest)) highest = to
      const [isSyn, isFin, isPushed] = [SYN, FIN, PSH].map((bit) => (columns.flags[i] & bit) !== 0)
      const isCopy = eventOf(columns, i) === 'copy'
      yield { kind: 'sent', timeNs, packet, from, to, look, isSyn, isFin, isPushed, isReset: isReset(columns, i), isCopy }
    } else if (isReset(columns, i)) {
      const at = Number.isFinite(columns.ackPos[i]) ? columns.ackPos[i] : (before?.ack ?? lowest)
      if (Number.isFinite(at)) yield { kind: 'refused', timeNs, packet, at }
    } else {
      const answer = graph.answerOf(packet)
      if (answer === undefined) continue
      const { ack, windowEdge } = answer
      // RFC 5681 §2: something is unacknowledged, and nothing but the number is told, which is the one before.
      const isDuplicate = before?.ack === ack && before.windowEdge === windowEdge && ack < highest && sequenceLength(columns, i) === 0
      duplicates = isDuplicate ? duplicates + 1 : 0
      const isThirdDuplicate = duplicates === DUPLICATES_TO_REPEAT
      yield { kind: 'answered', timeNs, packet, ...answer, before, hasZeroWindow: columns.windowBytes[i] === 0, isThirdDuplicate }
      before = { timeNs, ack, windowEdge }
    }
  }
}

/** Finds what a graph has of a packet; to be asked in the order of packets. */
class Cursor {
  readonly #graph: TimeSequence
  #segment = 0
  #ack = 0
  #edge = 0
  #sack = 0

  constructor(graph: TimeSequence) {
    this.#graph = graph
  }

  segmentOf(packet: number): TimeSequence['segments'][number] | undefined {
    const segment = this.#graph.segments.at(this.#segment)
    if (this.#segment >= this.#graph.segments.length || segment?.packet !== packet) return undefined
    this.#segment++
    return segment
  }

  answerOf(packet: number): Pick<AnsweredMark, 'ack' | 'windowEdge' | 'sacks'> | undefined {
    const { acks, windowEdge, sacks } = this.#graph
    if (acks.packets[this.#ack] !== packet) return undefined
    const ack = acks.values[this.#ack++]
    const edge = windowEdge.packets[this.#edge] === packet ? windowEdge.values[this.#edge++] : NaN
    const first = this.#sack
    while (sacks[this.#sack]?.packet === packet) this.#sack++
    return { ack, windowEdge: edge, sacks: sacks.slice(first, this.#sack) }
  }
}
