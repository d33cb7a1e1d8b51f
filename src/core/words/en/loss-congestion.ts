/** English words of `loss-congestion`. */
import type { LossCongestionTerms } from '../../diagnosis/rules/loss-congestion.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceEn, lossNextEn } from '../loss-en.ts'
import { counted, formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossCongestion: RuleWords<LossCongestionTerms> = {
  summary: (v) =>
    `A queue on the path from ${sideName(v.sender, 'en')} overflowed: the round trip had grown from ${formatDuration(v.baseNs, 'en')} to ${formatDuration(v.loadedNs, 'en')}, and ${counted(v.losses, 'segment')} (${formatBytes(v.bytes, 'en')}) had to be sent again.`,
  refutedBy: () => 'Losses that go on while the round trip stays at its smallest: then the path loses packets by itself.',
  evidence: lossEvidenceEn,
  alternatives: {
    'loss-fast-retransmit': () => 'Loss by chance, as on a bad radio link, comes without a growing round trip.',
  },
  next: lossNextEn,
}
