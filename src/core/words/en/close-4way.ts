/** English words of `close-4way`. */
import type { Close4wayTerms } from '../../diagnosis/rules/close-4way.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const close4way: RuleWords<Close4wayTerms> = {
  summary: (v) =>
    `The connection was closed normally in four segments: ${sideName(v.closer, 'en')} first, ${sideName(v.other, 'en')} ${formatDuration(v.waitNs, 'en')} later${v.lastAck === 'seen' ? '' : '; the last ACK is not in the capture'}.`,
  refutedBy: () => 'Data of either end after both FINs, or a FIN that was never acknowledged.',
  evidence: {
    fin: (v) => `FIN of ${sideName(v.closer, 'en')}, which closed first and keeps TIME-WAIT.`,
    'fin-acknowledged': (v) => `${atStart(sideName(v.other, 'en'))} acknowledges that FIN.`,
    'second-fin': (v) => `FIN of ${sideName(v.other, 'en')}.`,
    'last-ack': (v) => `${atStart(sideName(v.closer, 'en'))} acknowledges the second FIN: both directions are closed.`,
  },
  alternatives: { 'half-closed-unfinished': () => 'Both ends sent their FIN.' },
  next: {},
}
