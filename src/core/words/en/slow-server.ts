/** English words of `slow-server`. */
import type { SlowServerTerms } from '../../diagnosis/rules/slow-server.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const slowServer: RuleWords<SlowServerTerms> = {
  summary: (v) =>
    `The server took ${formatDuration(v.thinkNs, 'en')} to answer${v.answers > 1 ? ` (${formatDuration(v.totalNs, 'en')} for ${counted(v.answers, 'answer')} together)` : ''}; the network needs ${formatDuration(v.wayNs, 'en')} there and back, and lost nothing.`,
  refutedBy: () =>
    'The answer leaving the server at once in a capture there, or the request arriving there late: then the way was slow, not the program.',
  evidence: {
    request: () => 'The last packet of the request.',
    answer: () => 'The first packet of the answer to it.',
  },
  alternatives: {
    'slow-network': (v) => `The way there and back takes ${formatDuration(v.wayNs, 'en')}, and has been subtracted.`,
    'loss-rto': () =>
      'Nothing was repeated here; that an answer was lost before this point is not excluded, but its sender would have counted on.',
    'proxy-suspected': () => 'If a proxy answers in place of the server, the wait may be on its way to the server.',
  },
  next: {
    program: () => 'On the server: the program behind the port, and its log for this moment: database, lock, downstream?',
    accept: () =>
      'On the server: a Recv-Q above zero means that the program is slow to accept; its kernel acknowledges the request all the same.',
  },
}
