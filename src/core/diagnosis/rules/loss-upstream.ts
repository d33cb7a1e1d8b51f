/** `loss-upstream`: segments were lost before they reached the capture point. */
import type { Connection } from '../../analysis/connection.ts'
import {
  LOSS_EVENTS,
  type LossEvidence,
  type LossStep,
  type LossValues,
  lossEvidence,
  lossFound,
  lossOf,
  lossSteps,
  lossValues,
} from '../loss.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface LossUpstreamTerms {
  values: LossValues
  point: LossEvidence['point']
  alternative: 'capture-incomplete' | 'reordering'
  next: LossStep['step']
}

/** A gap that a newly sent copy fills later: the first one never came by here. */
export const lossUpstream: Rule<'loss-upstream', LossUpstreamTerms> = {
  id: 'loss-upstream',
  question: 'Were segments lost before they reached the capture point?',
  severity: 'warning',
  sections: ['RFC 9293 §3.8.1', 'RFC 9293 §3.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossOf(c)?.kind === 'upstream',
  explain(c: Connection): Finding<LossUpstreamTerms> {
    const loss = lossFound(c)
    return {
      certainty: 'likely',
      blame: 'path',
      values: lossValues(loss),
      evidence: lossEvidence(c, loss),
      alternatives: ['capture-incomplete', 'reordering'],
      next: lossSteps(c, loss),
    }
  },
}
