/** English words of `loss-upstream`. */
import type { LossUpstreamTerms } from '../../diagnosis/rules/loss-upstream.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceEn, lossNextEn } from '../loss-en.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossUpstream: RuleWords<LossUpstreamTerms> = {
  summary: (v) =>
    `Packets of ${sideName(v.sender, 'en')} were lost before they reached the capture point; the gap was filled after ${formatDuration(v.longestNs, 'en')}.`,
  refutedBy: () =>
    'A capture nearer to the sender in which these packets follow each other in this very order: then they were only reordered.',
  evidence: lossEvidenceEn,
  alternatives: {
    'capture-incomplete': () => 'If the capture alone had missed them, they would not have been sent again.',
    reordering: () =>
      'If they had only been overtaken, they would carry the older place in the count of their sender; these were newly sent.',
  },
  next: lossNextEn,
}
