/** `loss-congestion`: a queue on the path overflowed. */
import { LOSS_EVENTS, type LossTerms, explainLoss, lossKindOf } from '../loss.ts'
import type { Rule } from '../rule.ts'

/** What the rule and its words share. */
export type LossCongestionTerms = LossTerms<'loss-fast-retransmit'>

/** Several segments lost while the round trip had grown well beyond that of the handshake. */
export const lossCongestion: Rule<'loss-congestion', LossCongestionTerms> = {
  id: 'loss-congestion',
  question: 'Were segments lost because a queue on the path was full?',
  severity: 'warning',
  sections: ['RFC 5681 §3.1', 'RFC 8985 §6'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossKindOf(c) === 'congestion',
  explain: (c) => explainLoss(c, ['loss-fast-retransmit']),
}
