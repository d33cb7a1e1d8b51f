/** English words of `rst-after-fin`. */
import type { RstAfterFinTerms } from '../../diagnosis/rules/rst-after-fin.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstAfterFin: RuleWords<RstAfterFinTerms> = {
  summary: (v) =>
    v.crossing === 'yes'
      ? `${atStart(sideName(v.closer, 'en'))} closed while data of ${sideName(v.writer, 'en')} was on its way; the data was answered with RST and is lost.`
      : `${atStart(sideName(v.writer, 'en'))} sent data although ${sideName(v.closer, 'en')} had already closed; the data was answered with RST and is lost.`,
  refutedBy: () => 'An acknowledgment of that data by the closer: then its other direction was still open.',
  evidence: {
    fin: (v) => `FIN of ${sideName(v.closer, 'en')}: its program closed the connection.`,
    'fin-acknowledged': (v) => `The system of ${sideName(v.writer, 'en')} had acknowledged that FIN before its program wrote again.`,
    data: (v) => `Data of ${sideName(v.writer, 'en')} that was never acknowledged (${formatBytes(v.lostBytes, 'en')}).`,
    reset: (v) => `${atStart(sideName(v.closer, 'en'))} answers with a bare RST: nobody is there to take the data.`,
  },
  alternatives: {
    'half-close-data': (v) => `Had ${sideName(v.closer, 'en')} only stopped sending (half-close), it would have acknowledged the data.`,
    'rst-unknown-connection': (v) =>
      `A restart of ${sideName(v.closer, 'en')} would also answer so, but its FIN shows an ordinary close before.`,
  },
  next: {
    'idle-limits': (v) =>
      `Compare the idle limit of ${sideName(v.closer, 'en')} with how long ${sideName(v.writer, 'en')} keeps idle connections: it has to give them up earlier.`,
    'closer-log': (v) => `Look for why ${sideName(v.closer, 'en')} closed: an idle limit, an error, or a worker that was ended.`,
  },
}
