/** `loss-rto`: a loss was only repaired after a timeout. */
import { LOSS_EVENTS, type LossTerms, explainLoss, lossKindOf } from '../loss.ts'
import type { Rule } from '../rule.ts'

/** What the rule and its words share. */
export type LossRtoTerms = LossTerms<'slow-server' | 'retransmit-spurious'>

/** Segments sent again after a silence in which nothing came back, and then acknowledged. */
export const lossRto: Rule<'loss-rto', LossRtoTerms> = {
  id: 'loss-rto',
  question: 'Did the sender have to wait for its timer before a loss was repaired?',
  severity: 'error',
  sections: ['RFC 6298 §5', 'RFC 9293 §3.8.1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossKindOf(c) === 'timeout',
  explain: (c) => explainLoss(c, ['slow-server', 'retransmit-spurious']),
}
