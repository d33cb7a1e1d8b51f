/** English words of `open-established-at-end`. */
import type { OpenEstablishedAtEndTerms } from '../../diagnosis/rules/open-established-at-end.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const openEstablishedAtEnd: RuleWords<OpenEstablishedAtEndTerms> = {
  summary: (v) =>
    v.handshake === 'seen'
      ? 'The connection opened normally and was still open when the capture ended.'
      : 'The connection was open (its handshake is only partly in the capture) and was not closed before the capture ended.',
  refutedBy: () => 'A FIN or RST of the connection behind the end of this capture, or before it in a capture that misses nothing.',
  evidence: {
    handshake: () => 'SYN, SYN-ACK and ACK: the handshake is complete.',
    opening: () => 'The opening is only partly captured; later packets of both ends show that it succeeded.',
    last: () => 'The last packet of the connection: no FIN and no RST that counts up to here.',
  },
  alternatives: { 'half-closed-unfinished': () => 'Neither end has sent a FIN so far.' },
  next: {},
}
