/** English words of `challenge-ack-syn`. */
import type { ChallengeAckSynTerms } from '../../diagnosis/rules/challenge-ack-syn.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const challengeAckSyn: RuleWords<ChallengeAckSynTerms> = {
  summary: (v) =>
    v.challenged === 'yes'
      ? 'A SYN arrived for a connection that was up; the server challenged it with an ACK, and the connection lived on.'
      : 'A SYN arrived for a connection that was up; it had no effect.',
  evidence: {
    syn: (v) => `SYN with a new number on the ports of the open connection${v.synTtl !== v.usualTtl ? `, with TTL ${v.synTtl} instead of ${v.usualTtl}` : ''}.`,
    challenge: () => 'The server answers with an ACK of what it has: a client that had really lost the connection would reset it now.',
    'goes-on': () => 'The client did not reset anything and goes on; this is the last packet of the connection.',
  },
  alternatives: { 'half-open-new-syn': () => 'A restarted client would have answered the challenge with RST and sent its SYN again.' },
  next: {
    headers: () => 'Compare TTL and IP ID of the SYN with the other packets of the client: if they differ, it was forged.',
    counters: () => 'On the server: a rising TCPChallengeACK shows further attempts.',
  },
}
