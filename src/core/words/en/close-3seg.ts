/** English words of `close-3seg`. */
import type { Close3segTerms } from '../../diagnosis/rules/close-3seg.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const close3seg: RuleWords<Close3segTerms> = {
  summary: (v) =>
    `The connection was closed normally in three segments: ${sideName(v.closer, 'en')} first, ${sideName(v.other, 'en')} in the same segment as its acknowledgment${v.lastAck === 'seen' ? '' : '; the last ACK is not in the capture'}.`,
  refutedBy: () => 'Data of either end after both FINs, or a FIN that was never acknowledged.',
  evidence: {
    fin: (v) => `FIN of ${sideName(v.closer, 'en')}, which closed first and keeps TIME-WAIT.`,
    'fin-with-ack': (v) =>
      `${atStart(sideName(v.other, 'en'))} acknowledges it and sends its own FIN in one segment, ${formatDuration(v.waitNs, 'en')} later.`,
    'last-ack': (v) => `${atStart(sideName(v.closer, 'en'))} acknowledges the second FIN: both directions are closed.`,
  },
  alternatives: { 'half-closed-unfinished': () => 'Both ends sent their FIN.' },
  next: {},
}
