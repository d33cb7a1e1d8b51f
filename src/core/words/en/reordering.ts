/** English words of `reordering`. */
import type { ReorderingTerms } from '../../diagnosis/rules/reordering.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const reordering: RuleWords<ReorderingTerms> = {
  summary: (v) =>
    v.seen === 'reported'
      ? `Segments of ${sideName(v.sender, 'en')} overtook each other on the path; nothing was lost, and nothing had to be sent again.`
      : `${counted(v.segments, 'segment')} of ${sideName(v.sender, 'en')} arrived behind later ones; nothing was lost.`,
  refutedBy: () => 'A second copy of one of these segments in a capture at the sender: then it had been lost and was sent again.',
  evidence: {
    hole: (v) => `${atStart(sideName(v.receiver, 'en'))} reports a hole: later segments are there, one in front of them is not (SACK).`,
    filled: (v) => `All is acknowledged in the end, and ${sideName(v.sender, 'en')} had sent nothing again: the segment was only late.`,
    overtaking: () => 'This packet came where another was due.',
    overtaken: (v) =>
      `The overtaken bytes arrive${Number.isNaN(v.longestNs) ? '' : `, at most ${formatDuration(v.longestNs, 'en')} late`}; they had been sent before.`,
  },
  alternatives: {
    'loss-upstream': () => 'A lost segment would have been sent anew, a round trip later, with a newer place in the count of its sender.',
  },
  next: {
    paths: () => 'Parallel links, several queues of a network card, or a change of route let packets overtake each other.',
  },
}
