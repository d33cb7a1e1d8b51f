/** English words of `half-close-data`. */
import type { HalfCloseDataTerms } from '../../diagnosis/rules/half-close-data.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const halfCloseData: RuleWords<HalfCloseDataTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.closer, 'en'))} had finished sending (half-close), and ${sideName(v.talker, 'en')} went on for ${formatDuration(v.lastingNs, 'en')}: that is legal and complete.`,
  refutedBy: () => 'A RST in answer to the data that came after the FIN: then the closer had shut both directions.',
  evidence: {
    fin: (v) => `FIN of ${sideName(v.closer, 'en')}: it has nothing more to send, and still listens.`,
    'data-after': (v) =>
      `${atStart(sideName(v.talker, 'en'))} has acknowledged the FIN and sends new data (${v.segments} segments in all).`,
    'last-data': (v) => `The last data of ${sideName(v.talker, 'en')}.`,
    'second-fin': (v) => `FIN of ${sideName(v.talker, 'en')}: now both directions are closed.`,
  },
  alternatives: {
    'half-closed-unfinished': (v) =>
      v.closed === 'yes'
        ? `${atStart(sideName(v.talker, 'en'))} closed as well, when it had sent everything.`
        : `${atStart(sideName(v.talker, 'en'))} had not closed when the capture ended, but it was still sending.`,
  },
  next: {},
}
