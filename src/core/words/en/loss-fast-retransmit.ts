/** English words of `loss-fast-retransmit`. */
import type { LossFastRetransmitTerms } from '../../diagnosis/rules/loss-fast-retransmit.ts'
import { lossEvidenceEn, lossNextEn } from '../loss-en.ts'
import { counted, formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossFastRetransmit: RuleWords<LossFastRetransmitTerms> = {
  summary: (v) =>
    `${atStart(counted(v.losses, 'segment'))} of ${sideName(v.sender, 'en')} (${formatBytes(v.bytes, 'en')}) ${v.losses === 1 ? 'was' : 'were'} lost on the path and repaired at once on the word of ${sideName(v.receiver, 'en')}; that costs about one round trip.`,
  refutedBy: () => 'A DSACK for the repeated bytes, or both copies in a capture at the receiver: then nothing had been lost.',
  evidence: lossEvidenceEn,
  alternatives: {
    'loss-congestion': () =>
      'A full queue on the path would show in round trips that grow before the loss; these did not, as far as the capture tells.',
    'retransmit-spurious': () =>
      'If nothing had been lost, the receiver would have reported bytes that came twice (DSACK), or the first copy would have turned up late.',
  },
  next: lossNextEn,
}
