/** `loss-upstream`: segments were lost before they reached the capture point. */
import { LOSS_EVENTS, type LossTerms, explainLoss, lossKindOf } from '../loss.ts'
import type { Rule } from '../rule.ts'

/** What the rule and its words share. */
export type LossUpstreamTerms = LossTerms<'capture-incomplete' | 'reordering'>

/** A gap that a newly sent copy fills later: the first one never came by here. */
export const lossUpstream: Rule<'loss-upstream', LossUpstreamTerms> = {
  id: 'loss-upstream',
  question: 'Were segments lost before they reached the capture point?',
  severity: 'warning',
  sections: ['RFC 9293 §3.8.1', 'RFC 9293 §3.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossKindOf(c) === 'upstream',
  explain: (c) => explainLoss(c, ['capture-incomplete', 'reordering']),
}
