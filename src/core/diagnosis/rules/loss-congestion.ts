/** `loss-congestion`: a queue on the path overflowed. */
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
export interface LossCongestionTerms {
  values: LossValues
  point: LossEvidence['point']
  alternative: 'loss-fast-retransmit'
  next: LossStep['step']
}

/** Several segments lost while the round trip had grown well beyond that of the handshake. */
export const lossCongestion: Rule<'loss-congestion', LossCongestionTerms> = {
  id: 'loss-congestion',
  question: 'Were segments lost because a queue on the path was full?',
  severity: 'warning',
  sections: ['RFC 5681 §3.1', 'RFC 8985 §6'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => lossOf(c)?.kind === 'congestion',
  explain(c: Connection): Finding<LossCongestionTerms> {
    const loss = lossFound(c)
    return {
      certainty: 'likely',
      blame: 'path',
      values: lossValues(loss),
      evidence: lossEvidence(c, loss),
      alternatives: ['loss-fast-retransmit'],
      next: lossSteps(c, loss),
    }
  },
}
