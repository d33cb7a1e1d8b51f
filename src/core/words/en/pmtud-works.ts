/** English words of `pmtud-works`. */
import type { PmtudWorksTerms } from '../../diagnosis/rules/pmtud-works.ts'
import { counted, formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const pmtudWorks: RuleWords<PmtudWorksTerms> = {
  summary: (v) =>
    `The path needs smaller packets${v.mtuBytes === 0 ? '' : ` (at most ${formatBytes(v.mtuBytes, 'en')})`}: the router ${v.router} said so, and ${sideName(v.sender, 'en')} sent its data again in smaller pieces. Nothing is wrong.`,
  refutedBy: () => 'Segments larger than the limit that are acknowledged after the message, or no smaller ones at all.',
  evidence: {
    told: (v) => `${v.router} asks for smaller packets and quotes one of this connection (${counted(v.errors, 'message')}).`,
    smaller: () => 'The same bytes again, in smaller segments.',
    taken: (v) => `${atStart(sideName(v.receiver, 'en'))} has acknowledged them.`,
  },
  alternatives: {
    'pmtu-blackhole': () => 'In a black hole nobody tells the sender; here a router did.',
    'loss-fast-retransmit': () => 'The bytes were sent again because a router asked for it, not because of loss.',
  },
  next: {},
}
