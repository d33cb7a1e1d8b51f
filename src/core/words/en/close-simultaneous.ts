/** English words of `close-simultaneous`. */
import type { CloseSimultaneousTerms } from '../../diagnosis/rules/close-simultaneous.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const closeSimultaneous: RuleWords<CloseSimultaneousTerms> = {
  summary: () => 'Both ends closed at the same time: their FINs crossed on the way. That is a normal close.',
  refutedBy: () => 'A FIN that acknowledges the other FIN: then one end closed second.',
  evidence: {
    'fins-cross': (v) => `Two FINs, ${formatDuration(v.apartNs, 'en')} apart at the capture point, and neither acknowledges the other.`,
    acknowledged: () => 'Each FIN was then acknowledged; both ends keep TIME-WAIT.',
  },
  alternatives: { 'close-4way': () => 'One after the other, the second FIN would acknowledge the first; neither does here.' },
  next: {},
}
