/** English words of `blackhole-timeout`. */
import type { BlackholeTimeoutTerms } from '../../diagnosis/rules/blackhole-timeout.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const blackholeTimeout: RuleWords<BlackholeTimeoutTerms> = {
  summary: (v) =>
    `${v.heard === 'never' ? `Nothing came back from ${sideName(v.other, 'en')}` : `From one moment on nothing came back from ${sideName(v.other, 'en')} any more`}; ${sideName(v.sender, 'en')} repeated its data for ${formatDuration(v.silenceNs, 'en')} without any answer.`,
  refutedBy: () =>
    'Any packet of the silent end after the first repeat, seen at that end or here: then it was alive and the way back was not.',
  evidence: {
    'last-heard': (v) => `The last packet of ${sideName(v.other, 'en')}.`,
    unanswered: (v) => `Data of ${sideName(v.sender, 'en')} that was never acknowledged (${formatBytes(v.lostBytes, 'en')}).`,
    repeats: (v) => `The same data again (${v.copies} times in the capture), with longer and longer pauses.`,
  },
  alternatives: {
    'idle-timeout-middlebox': () =>
      'If the connection had been idle for minutes before, a firewall or NAT on the way may have forgotten it.',
    'capture-one-way': () =>
      'A capture of one direction would lack the answers, too; but then the sender would hear them, and not repeat the same again and again.',
    'loss-rto': () => 'Ordinary loss lets some packets through; here not one came back.',
  },
  next: {
    path: (v) => `From ${sideName(v.sender, 'en')}: does the path still reach ${sideName(v.other, 'en')}, and where does it end?`,
    'other-end': (v) =>
      `On ${sideName(v.other, 'en')}: if the connection is still there, the path is broken; if it is gone, the host or the program was restarted.`,
  },
}
