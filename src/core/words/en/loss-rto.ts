/** English words of `loss-rto`. */
import type { LossRtoTerms } from '../../diagnosis/rules/loss-rto.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceEn, lossNextEn } from '../loss-en.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossRto: RuleWords<LossRtoTerms> = {
  summary: (v) =>
    `Data of ${sideName(v.sender, 'en')} got no acknowledgment and was repeated after timeouts; the longest wait was ${formatDuration(v.longestNs, 'en')}, with a round trip of ${formatDuration(v.baseNs, 'en')}.`,
  refutedBy: () =>
    'A DSACK for all of the repeated bytes, or their first copies, acknowledged in time, in a capture at the receiver: then only the ACKs were missing.',
  evidence: lossEvidenceEn,
  alternatives: {
    'slow-server': () =>
      'A slow program would leave the data acknowledged and only the answer late; here the acknowledgment itself was missing.',
    'retransmit-spurious': () =>
      'If the data had only been late, the receiver would have reported bytes that came twice (DSACK); it did not for all of them.',
  },
  next: lossNextEn,
}
