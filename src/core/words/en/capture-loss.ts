/** English words of `capture-loss`. */
import type { CaptureLossTerms } from '../../diagnosis/rules/capture-loss.ts'
import { counted, formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const captureLoss: RuleWords<CaptureLossTerms> = {
  summary: (v) =>
    `The capturing system dropped ${counted(v.dropped, 'packet')} and recorded ${formatCount(v.packets)}: what is missing here may have been there, so verdicts that rest on silence are less sure.`,
  refutedBy: () => 'A capture of the same traffic with a larger buffer and no drops that shows the same silence.',
  evidence: { counter: (v) => `The drop counter that the capture itself contains: ${formatCount(v.dropped)}.` },
  alternatives: { 'capture-incomplete': () => 'Which connections miss packets is said with each of them; others may have lost none.' },
  next: { 'larger-buffer': () => 'Capture again with a larger buffer and only the headers; the counter at the end must be zero.' },
}
