/** English words of `half-closed-unfinished`. */
import type { HalfClosedUnfinishedTerms } from '../../diagnosis/rules/half-closed-unfinished.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const halfClosedUnfinished: RuleWords<HalfClosedUnfinishedTerms> = {
  summary: (v) =>
    v.acknowledged === 'yes'
      ? `${atStart(sideName(v.closer, 'en'))} closed, but ${sideName(v.other, 'en')} had not closed its side when the capture ended: its program may have forgotten to.`
      : `${atStart(sideName(v.closer, 'en'))} closed as the capture ended; ${sideName(v.other, 'en')} had neither acknowledged that nor closed.`,
  refutedBy: () => 'A FIN or RST of the other end behind the end of this capture, within the time that its program needs.',
  evidence: {
    fin: (v) => `FIN of ${sideName(v.closer, 'en')}: it has finished, ${formatDuration(v.silenceNs, 'en')} before the end of the capture.`,
    'fin-acknowledged': (v) =>
      `The system of ${sideName(v.other, 'en')} acknowledges the FIN; its side stays in CLOSE-WAIT until its program closes.`,
    last: (v) => `The last packet of the connection: still no FIN of ${sideName(v.other, 'en')}.`,
  },
  alternatives: {
    'half-close-data': (v) => `A half-close on purpose cannot be excluded: ${sideName(v.other, 'en')} may still be working on its answer.`,
    'open-established-at-end': () => 'The capture ended soon after the FIN, so the second FIN may simply have come later.',
  },
  next: {
    'close-wait': (v) =>
      `On ${sideName(v.other, 'en')}: a socket that stays in CLOSE-WAIT belongs to a program that does not call close(); an empty list means that it closed after the capture.`,
  },
}
