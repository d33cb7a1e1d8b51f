/** English words of `urgent-data`. */
import type { UrgentDataTerms } from '../../diagnosis/rules/urgent-data.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const urgentData: RuleWords<UrgentDataTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.sender, 'en'))} sent urgent (out-of-band) data; the urgent byte is not part of what an ordinary read returns.`,
  refutedBy: () => 'An urgent pointer in a segment whose URG flag is off: it means nothing then.',
  evidence: {
    urgent: (v) => `A segment with the URG flag; its urgent pointer is ${v.pointer}, counted from the first byte of the segment.`,
  },
  alternatives: {
    'scan-xmas': () => 'A Xmas probe sends URG with FIN and PSH to a port without a connection; this is data of a connection.',
  },
  next: {
    inline: () => 'See which program reads it, and whether it expects the urgent byte in the stream (SO_OOBINLINE) or apart.',
  },
}
