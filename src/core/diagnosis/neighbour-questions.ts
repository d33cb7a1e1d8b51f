/** Questions for a neighbour's address that nobody answered. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { NeighbourQuestion } from '../flow/neighbours.ts'

/** One question may be followed by an answer that the capture no longer has; a second one, a second later, says that none came. */
const TELLING_REQUESTS = 2

/** Addresses that were asked for in vain, in a capture in which nobody got so far as to send TCP. */
export function unansweredQuestions(capture: CaptureFacts): readonly NeighbourQuestion[] {
  if (capture.tcpPackets !== 0) return []
  return capture.neighbours.filter((question) => question.answers === 0 && question.requests >= TELLING_REQUESTS)
}
