/** English words of `timewait-syn-challenged`. */
import type { TimewaitSynChallengedTerms } from '../../diagnosis/rules/timewait-syn-challenged.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const timewaitSynChallenged: RuleWords<TimewaitSynChallengedTerms> = {
  summary: (v) =>
    v.opened === 'yes'
      ? `The server still remembered a closed connection on these ports; the client had to try again and got through ${formatDuration(v.delayNs, 'en')} after its first SYN.`
      : 'The server still remembered a closed connection on these ports; the client did not get through in this capture.',
  refutedBy: () => 'An old connection that is still open on the server (ss -tan), not in TIME-WAIT.',
  evidence: {
    syn: () => 'SYN on ports that were used shortly before.',
    challenge: () => 'The server answers with the last ACK of the closed connection, not with SYN-ACK: that connection is in TIME-WAIT.',
    clearing: () => 'The client resets what it does not know; that ends TIME-WAIT.',
    opened: () => 'The SYN, sent again, now gets its SYN-ACK.',
  },
  alternatives: {
    'half-open-new-syn': (v) =>
      v.before === 'seen'
        ? 'The old connection was closed in this capture, so the server did not take it for open.'
        : 'The old connection is not in this capture; an IP ID of 0 is how TIME-WAIT answers on Linux.',
  },
  next: {
    'port-range': () => 'On the client: a wider port range, fewer fixed source ports, and timestamps switched on avoid meeting TIME-WAIT.',
  },
}
