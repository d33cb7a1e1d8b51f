/** English words of `timewait-late-segment`. */
import type { TimewaitLateSegmentTerms } from '../../diagnosis/rules/timewait-late-segment.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const timewaitLateSegment: RuleWords<TimewaitLateSegmentTerms> = {
  summary: (v) => `An old segment of ${sideName(v.sender, 'en')} appeared after the connection had closed; that is harmless.`,
  refutedBy: () => 'A program that gets this data in a new connection, or a segment whose bytes the closed connection never had.',
  evidence: {
    closed: () => 'With this packet both directions were closed.',
    late: (v) =>
      `${formatBytes(v.bytes, 'en')} of ${sideName(v.sender, 'en')} arrive ${formatDuration(v.afterNs, 'en')} after the close: a copy that had got stuck on the way.`,
    answer: () => 'TIME-WAIT answers it with its last ACK.',
    reset: () => 'The other end has nothing left of the connection and answers that ACK with RST, which may end TIME-WAIT early.',
  },
  alternatives: { 'rst-unknown-connection': () => 'The RST resets nothing that was still in use: both ends had closed before.' },
  next: {},
}
