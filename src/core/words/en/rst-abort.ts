/** English words of `rst-abort`. */
import type { RstAbortTerms } from '../../diagnosis/rules/rst-abort.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

const CAUSES: Readonly<Record<RstAbortTerms['values']['cause'], string>> = {
  'in-flight': ' while data was still coming in',
  'just-received': ', probably without having read all that it had received',
  unknown: '',
}

/** Sentences of the rule. */
export const rstAbort: RuleWords<RstAbortTerms> = {
  summary: (v) =>
    `The program on the side of ${sideName(v.resetter, 'en')} aborted the connection with RST${CAUSES[v.cause]}; ${sideName(v.other, 'en')} sees "connection reset by peer".`,
  refutedBy: () => 'A capture at the host that seems to reset which does not contain this RST: then somebody else sent it.',
  evidence: {
    reset: (v) => `RST with ACK in the name of ${sideName(v.resetter, 'en')}: it comes from a socket that knew the connection.`,
    'received-before': (v) =>
      `The last data that came to it before${Number.isNaN(v.sinceDataNs) ? '' : `, ${formatDuration(v.sinceDataNs, 'en')} earlier`}.`,
    'follow-ups': () => 'Bare RSTs for segments that were still on their way: they follow from the abort.',
  },
  alternatives: {
    'rst-injected': (v) => `A forged RST would hardly fit the other packets of ${sideName(v.resetter, 'en')} as this one does.`,
    'keepalive-timeout': (v) =>
      `If the keepalive probes before it stayed unanswered, the system of ${sideName(v.resetter, 'en')} gave up, not its program.`,
  },
  next: {
    'program-log': (v) =>
      `${atStart(sideName(v.resetter, 'en'))}'s program knows why: look at its log at this time for a crash, a limit or a cancelled request.`,
    counters: (v) =>
      `On ${sideName(v.resetter, 'en')}: TCPAbortOnClose counts sockets closed with unread data, TCPAbortOnData those closed with SO_LINGER 0 or by data after the close.`,
  },
}
