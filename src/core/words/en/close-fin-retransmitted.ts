/** English words of `close-fin-retransmitted`. */
import type { CloseFinRetransmittedTerms } from '../../diagnosis/rules/close-fin-retransmitted.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const closeFinRetransmitted: RuleWords<CloseFinRetransmittedTerms> = {
  summary: (v) =>
    v.lost === 'before'
      ? `The connection closed normally, but the FIN of ${sideName(v.sender, 'en')} seems to be a repeat: its first copy was lost before this capture point.`
      : v.lost === 'answer'
        ? `The connection closed normally, but ${sideName(v.sender, 'en')} had to repeat its FIN: the last ACK was lost or late on the way.`
        : `The connection closed normally, but ${sideName(v.sender, 'en')} had to repeat its FIN: it, or its acknowledgment, was lost or late on the way.`,
  refutedBy: () => 'A capture at the other end in which the first FIN arrived and was acknowledged in time.',
  evidence: {
    fin: (v) => `FIN of ${sideName(v.sender, 'en')}.`,
    repeats: (v) => `The same FIN again, first after ${formatDuration(v.silenceNs, 'en')}; ${v.copies} copies in all.`,
    gap: (v) =>
      `The FIN comes after ${formatDuration(v.silenceNs, 'en')} of silence, and the count of ${sideName(v.sender, 'en')} has gone on by ${v.copies} since: packets in between did not get here.`,
    acknowledged: (v) => `The FIN of ${sideName(v.sender, 'en')} is acknowledged.`,
  },
  alternatives: {
    'close-4way': () => 'If the sender also numbers packets of other connections, nothing was lost, and this is an ordinary close.',
    'close-3seg': () => 'If the sender also numbers packets of other connections, nothing was lost, and this is an ordinary close.',
    'peer-unreachable-at-close': () => 'Both FINs were acknowledged in the end.',
  },
  next: {},
}
