/** English words of `window-limited`. */
import type { WindowLimitedTerms } from '../../diagnosis/rules/window-limited.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const windowLimited: RuleWords<WindowLimitedTerms> = {
  summary: (v) =>
    `The receive window of ${sideName(v.receiver, 'en')} limits the transfer: no more than ${formatBytes(v.windowBytes, 'en')} may be on the way at a time, that is one window per round trip of ${formatDuration(v.rttNs, 'en')}, or ${formatBytes(Math.round(v.bitsPerSecond / 8), 'en')} per second.`,
  refutedBy: () =>
    'A sender that pauses with room left in the window (no rwnd_limited in its ss -ti): then its program or its congestion window limits.',
  evidence: {
    window: (v) =>
      `The window of ${sideName(v.receiver, 'en')}, ${formatBytes(v.windowBytes, 'en')}: its scale in the SYN, its latest value.`,
    flow: (v) =>
      `From the first of these packets to the last, ${sideName(v.sender, 'en')} had ${formatBytes(v.meanBytes, 'en')} on the way on average and ${formatBytes(v.mostBytes, 'en')} at most, and went on with each acknowledgment.`,
  },
  alternatives: {
    'slow-bandwidth': () => 'A narrow link would queue the data and make the round trip grow; it did not.',
    'slow-network': () => 'A long way costs only so much because so little may be on it at a time.',
    'zero-window': () => 'The window never closed: the program reads as fast as the data comes.',
  },
  next: {
    sender: () => 'On the sender during a transfer: rwnd_limited says which part of the time it waited for the window.',
    receiver: (v) =>
      `On the receiver: the largest receive buffer; for full speed it takes bandwidth times ${formatDuration(v.rttNs, 'en')}. A program that sets SO_RCVBUF switches the automatic growth off.`,
  },
}
