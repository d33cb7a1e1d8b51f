/** `loss-tail-probe`: the end of a burst was lost and repaired by a probe. */
import { LOSS_EVENTS, type LossTerms, explainLoss, lossKindOf } from '../loss.ts'
import type { Rule } from '../rule.ts'

/** What the rule and its words share. */
export type LossTailProbeTerms = LossTerms<'loss-rto' | 'retransmit-spurious'>

/** The last segment of a burst again, once, before the timeout: nothing followed it that could have made the receiver complain. */
export const lossTailProbe: Rule<'loss-tail-probe', LossTailProbeTerms> = {
  id: 'loss-tail-probe',
  question: 'Was the end of a burst lost and repaired by a probe?',
  severity: 'warning',
  sections: ['RFC 8985 §7'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossKindOf(c) === 'probe',
  explain: (c) => explainLoss(c, ['loss-rto', 'retransmit-spurious']),
}
