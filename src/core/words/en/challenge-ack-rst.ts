/** English words of `challenge-ack-rst`. */
import type { ChallengeAckRstTerms } from '../../diagnosis/rules/challenge-ack-rst.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const challengeAckRst: RuleWords<ChallengeAckRstTerms> = {
  summary: (v) =>
    `A RST in the name of ${sideName(v.sender, 'en')} had an inexact number; ${sideName(v.receiver, 'en')} challenged it with an ACK, and the connection lived on.`,
  refutedBy: () => 'No further packet of the connection after the RST, or a RST with exactly the number that its receiver expected.',
  evidence: {
    reset: (v) =>
      `RST ${formatCount(Math.abs(v.off))} ${v.off > 0 ? 'beyond' : 'behind'} the number that ${sideName(v.receiver, 'en')} expected${v.resetTtl !== v.usualTtl ? `, with TTL ${v.resetTtl} instead of ${v.usualTtl}` : ''}.`,
    challenge: (v) =>
      `${atStart(sideName(v.receiver, 'en'))} answers with an ACK of what it has: a true sender would repeat the RST with the exact number.`,
    'goes-on': () => 'No second RST came, and the connection goes on; this is its last packet.',
  },
  alternatives: {
    'rst-injected-ignored': () =>
      'Whether the RST was forged or stale cannot be told from its number alone; a differing TTL speaks for a forgery.',
  },
  next: {
    headers: () => 'Compare TTL and IP ID of the RST with the other packets of its sender.',
    counters: (v) => `On ${sideName(v.receiver, 'en')}: a rising TCPChallengeACK shows further attempts.`,
  },
}
