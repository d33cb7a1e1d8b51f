/** English words of `loss-tail-probe`. */
import type { LossTailProbeTerms } from '../../diagnosis/rules/loss-tail-probe.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceEn, lossNextEn } from '../loss-en.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossTailProbe: RuleWords<LossTailProbeTerms> = {
  summary: (v) =>
    `The last segment of a burst of ${sideName(v.sender, 'en')} was lost; it was repaired by a probe after ${formatDuration(v.longestNs, 'en')} of silence.`,
  refutedBy: () => 'A DSACK for the repeated segment: then it had arrived, and its acknowledgment was late or lost.',
  evidence: lossEvidenceEn,
  alternatives: {
    'loss-rto': () => 'A timeout comes later, and again and again with doubled pauses; here the first repeat already got through.',
    'retransmit-spurious': () =>
      'If only the acknowledgment was late or lost, the receiver had the bytes; without DSACK this capture cannot exclude that.',
  },
  next: lossNextEn,
}
