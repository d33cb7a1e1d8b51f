/** English words of `capture-one-way`. */
import type { CaptureOneWayTerms } from '../../diagnosis/rules/capture-one-way.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const captureOneWay: RuleWords<CaptureOneWayTerms> = {
  summary: (v) =>
    `Only the packets of ${sideName(v.seen, 'en')} were captured; ${sideName(v.unseen, 'en')} did answer, but not where this capture looked.`,
  refutedBy: () => 'A capture on both paths that holds no packet of the other end either: then it was really silent.',
  evidence: {
    acknowledges: (v) =>
      v.ackedBytes > 0
        ? `${atStart(sideName(v.seen, 'en'))} acknowledges ${formatBytes(v.ackedBytes, 'en')} that are not in the capture.`
        : `${atStart(sideName(v.seen, 'en'))} completes the handshake with an answer that is not in the capture.`,
  },
  alternatives: {
    'syn-no-answer': (v) =>
      `Without an answer ${sideName(v.seen, 'en')} would have nothing to acknowledge; it acknowledges packets that this capture does not hold.`,
  },
  next: {
    'both-ways': () =>
      'Capture on all interfaces of this host, or at the other end: the way back probably takes another interface or another path.',
  },
}
