/** English words of `challenge-ack-syn`. */
import type { ChallengeAckSynTerms } from '../../diagnosis/rules/challenge-ack-syn.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const challengeAckSyn: RuleWords<ChallengeAckSynTerms> = {
  summary: (v) =>
    v.challenged === 'yes'
      ? `A SYN in the name of ${sideName(v.sender, 'en')} arrived for a connection that was up; ${sideName(v.receiver, 'en')} challenged it with an ACK, and the connection lived on.`
      : `A SYN in the name of ${sideName(v.sender, 'en')} arrived for a connection that was up; it had no effect.`,
  refutedBy: () => 'A SYN-ACK to this SYN and a handshake on it: then it opened a new connection.',
  evidence: {
    syn: (v) =>
      `SYN with a new number on the ports of the open connection${v.synTtl !== v.usualTtl ? `, with TTL ${v.synTtl} instead of ${v.usualTtl}` : ''}.`,
    challenge: (v) =>
      `${atStart(sideName(v.receiver, 'en'))} answers with an ACK of what it has: an end that had really lost the connection would reset it now.`,
    'goes-on': (v) => `${atStart(sideName(v.sender, 'en'))} did not reset anything, and the connection goes on; this is its last packet.`,
  },
  alternatives: { 'half-open-new-syn': () => 'A restarted client would have answered the challenge with RST and sent its SYN again.' },
  next: {
    headers: () => 'Compare TTL and IP ID of the SYN with the other packets of its sender: if they differ, it was forged.',
    counters: (v) => `On ${sideName(v.receiver, 'en')}: a rising TCPChallengeACK shows further attempts.`,
  },
}
