/** `loss-rto`: a loss was only repaired after a timeout. */
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
export interface LossRtoTerms {
  values: LossValues
  point: LossEvidence['point']
  alternative: 'slow-server' | 'retransmit-spurious'
  next: LossStep['step']
}

/** Segments sent again after a silence in which nothing came back, and then acknowledged. */
export const lossRto: Rule<'loss-rto', LossRtoTerms> = {
  id: 'loss-rto',
  question: 'Did the sender have to wait for its timer before a loss was repaired?',
  severity: 'error',
  sections: ['RFC 6298 §5', 'RFC 9293 §3.8.1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossOf(c)?.kind === 'timeout',
  explain(c: Connection): Finding<LossRtoTerms> {
    const loss = lossFound(c)
    return {
      certainty: 'likely',
      blame: 'path',
      values: lossValues(loss),
      evidence: lossEvidence(c, loss),
      alternatives: ['slow-server', 'retransmit-spurious'],
      next: lossSteps(c, loss),
    }
  },
}
