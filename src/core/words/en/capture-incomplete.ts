/** English words of `capture-incomplete`. */
import type { CaptureIncompleteTerms } from '../../diagnosis/rules/capture-incomplete.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const captureIncomplete: RuleWords<CaptureIncompleteTerms> = {
  summary: (v) =>
    `The capture missed ${formatBytes(v.missingBytes, 'en')} of ${sideName(v.sender, 'en')} that did arrive: the fault is in the capture, not in the network.`,
  refutedBy: () => 'The missing bytes sent again later, or duplicate ACKs that ask for them: then the network lost them, not the capture.',
  evidence: {
    gap: (v) => `Data of ${sideName(v.sender, 'en')} with a gap before it that is never filled.`,
    acknowledged: (v) =>
      `${atStart(sideName(v.receiver, 'en'))} acknowledges the missing bytes without asking for them again: it has got them.`,
  },
  alternatives: {
    'loss-upstream': () => 'Lost packets would have been sent again, and the receiver would have asked for them with duplicate ACKs.',
  },
  next: {
    'larger-buffer': () =>
      'Capture again with a larger buffer and only the headers; tcpdump says at its end how many packets the kernel dropped.',
  },
}
