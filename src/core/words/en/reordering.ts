/** English words of `reordering`. */
import type { ReorderingTerms } from '../../diagnosis/rules/reordering.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const reordering: RuleWords<ReorderingTerms> = {
  summary: (v) => `${counted(v.segments, 'segment')} of ${sideName(v.sender, 'en')} arrived behind later ones; nothing was lost.`,
  evidence: {
    overtaking: () => 'This packet came where another was due.',
    overtaken: (v) => `The overtaken bytes arrive${Number.isNaN(v.longestNs) ? '' : `, at most ${formatDuration(v.longestNs, 'en')} late`}; they had been sent before.`,
  },
  alternatives: {
    'loss-upstream': () => 'A lost segment would have been sent anew, a round trip later, with a newer place in the count of its sender.',
  },
  next: {
    paths: () => 'Parallel links, several queues of a network card, or a change of route let packets overtake each other.',
  },
}
