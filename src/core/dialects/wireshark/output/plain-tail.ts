/** What may follow the urgent pointer of a plain segment, as bits: the key by which texts for it are known. */
import type { FollowedSegment } from '../tcp/followed-segment.ts'
import { AT_DUP_ACK_FRAME, AT_DUP_ACK_NUMBER } from './plain-places.ts'
import { hasMarks } from './plain-usual.ts'

/** In the order in which it stands. `end`: the end of the packet itself. */
export const TAIL = {
  timestamps: 1,
  times: 2,
  analysis: 4,
  acks: 8,
  ackRtt: 16,
  initialRtt: 32,
  inFlight: 64,
  duplicate: 128,
  payload: 256,
  end: 512,
} as const

/** The bits of an analysis without marks, or with that of a duplicate acknowledgment alone, whose numbers are put into their places. */
export function analysisTail(followed: FollowedSegment, numbers: Float64Array): number {
  const { analysis, stream } = followed
  if (!analysis.recorded || hasMarks(followed)) return 0
  let tail: number = TAIL.analysis
  if (analysis.ackedFrame !== 0) tail |= analysis.ackRttNs === 0 ? TAIL.acks : TAIL.acks | TAIL.ackRtt
  if (stream.initialRttNs !== 0) tail |= TAIL.initialRtt
  if (analysis.bytesInFlight !== 0) tail |= TAIL.inFlight
  if (analysis.flags !== 0) {
    tail |= TAIL.duplicate
    numbers[AT_DUP_ACK_NUMBER] = analysis.dupAckNumber
    numbers[AT_DUP_ACK_FRAME] = analysis.dupAckFrame
  }
  return tail
}
