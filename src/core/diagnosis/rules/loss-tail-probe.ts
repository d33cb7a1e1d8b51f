/** `loss-tail-probe`: the end of a burst was lost and repaired by a probe. */
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
export interface LossTailProbeTerms {
  values: LossValues
  point: LossEvidence['point']
  alternative: 'loss-rto' | 'retransmit-spurious'
  next: LossStep['step']
}

/** The last segment of a burst again, once, before the timeout: nothing followed it that could have made the receiver complain. */
export const lossTailProbe: Rule<'loss-tail-probe', LossTailProbeTerms> = {
  id: 'loss-tail-probe',
  question: 'Was the end of a burst lost and repaired by a probe?',
  severity: 'warning',
  sections: ['RFC 8985 §7'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossOf(c)?.kind === 'probe',
  explain(c: Connection): Finding<LossTailProbeTerms> {
    const loss = lossFound(c)
    return {
      certainty: 'likely',
      blame: 'path',
      values: lossValues(loss),
      evidence: lossEvidence(c, loss),
      alternatives: ['loss-rto', 'retransmit-spurious'],
      next: lossSteps(c, loss),
    }
  },
}
