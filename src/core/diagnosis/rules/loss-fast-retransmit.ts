/** `loss-fast-retransmit`: a lost segment was repaired within about a round trip. */
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
export interface LossFastRetransmitTerms {
  values: LossValues
  point: LossEvidence['point']
  alternative: 'loss-congestion' | 'retransmit-spurious'
  next: LossStep['step']
}

/** Segments sent again because the receiver told that something was missing, with no silence in between. */
export const lossFastRetransmit: Rule<'loss-fast-retransmit', LossFastRetransmitTerms> = {
  id: 'loss-fast-retransmit',
  question: 'Was a segment lost and repaired on the word of the receiver?',
  severity: 'warning',
  sections: ['RFC 5681 §3.2', 'RFC 8985 §6'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossOf(c)?.kind === 'fast',
  explain(c: Connection): Finding<LossFastRetransmitTerms> {
    const loss = lossFound(c)
    return {
      certainty: 'likely',
      blame: 'path',
      values: lossValues(loss),
      evidence: lossEvidence(c, loss),
      alternatives: ['loss-congestion', 'retransmit-spurious'],
      next: lossSteps(c, loss),
    }
  },
}
