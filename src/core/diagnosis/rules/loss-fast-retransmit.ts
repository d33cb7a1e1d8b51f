/** `loss-fast-retransmit`: a lost segment was repaired within about a round trip. */
import { LOSS_EVENTS, type LossTerms, explainLoss, lossKindOf } from '../loss.ts'
import type { Rule } from '../rule.ts'

/** What the rule and its words share. */
export type LossFastRetransmitTerms = LossTerms<'loss-congestion' | 'retransmit-spurious'>

/** Segments sent again because the receiver told that something was missing, with no silence in between. */
export const lossFastRetransmit: Rule<'loss-fast-retransmit', LossFastRetransmitTerms> = {
  id: 'loss-fast-retransmit',
  question: 'Was a segment lost and repaired on the word of the receiver?',
  severity: 'warning',
  sections: ['RFC 5681 §3.2', 'RFC 8985 §6'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossKindOf(c) === 'fast',
  explain: (c) => explainLoss(c, ['loss-congestion', 'retransmit-spurious']),
}
