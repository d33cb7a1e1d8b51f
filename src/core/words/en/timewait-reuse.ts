/** English words of `timewait-reuse`. */
import type { TimewaitReuseTerms } from '../../diagnosis/rules/timewait-reuse.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const timewaitReuse: RuleWords<TimewaitReuseTerms> = {
  summary: () => 'The ports of a connection that had just closed were used again; the new connection opened at once.',
  refutedBy: () => 'A first connection that had not been closed by both ends when the new SYN came.',
  evidence: {
    syn: () => 'SYN on the same addresses and ports as the connection before, which was fully closed.',
    opened: (v) => `The server accepts it as a new connection, ${formatDuration(v.openingNs, 'en')} later.`,
  },
  alternatives: {
    'half-open-new-syn': () => 'The connection before had ended at both ends, and the server did not challenge the new SYN.',
  },
  next: {},
}
