/** English words of `wscale-mismatch`. */
import type { WscaleMismatchTerms } from '../../diagnosis/rules/wscale-mismatch.ts'
import { formatDuration } from '../durations.ts'
import { counted, formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const wscaleMismatch: RuleWords<WscaleMismatchTerms> = {
  summary: (v) =>
    `Something on the way removed the window scale in one direction: ${sideName(v.sender, 'en')} takes the window of ${sideName(v.receiver, 'en')} for ${v.window} bytes${v.isScaleSeen === 1 ? ` instead of ${formatBytes(v.window * 2 ** v.scale, 'en')}` : ''} and sends in tiny pieces with pauses up to ${formatDuration(v.pauseNs, 'en')}.`,
  refutedBy: () => "The SYN-ACK without a window scale in a capture at the receiver's own host: then nothing on the way removed it.",
  evidence: {
    offers: (v) =>
      v.isScaleSeen === 1
        ? 'Both ends offer window scaling here, so the windows are scaled.'
        : `${atStart(sideName(v.sender, 'en'))} offered window scaling; in the answer that arrived here it is missing.`,
    tiny: (v) =>
      `A segment exactly as long as the unscaled window, after a pause with nothing outstanding; ${counted(v.segments, 'segment')} of this kind.`,
  },
  alternatives: {
    'zero-window': () => 'The window never was 0: the receiver has room.',
    'window-limited': () => 'No program sets a receive buffer this small on purpose; but from one side it cannot be excluded.',
  },
  next: {
    'other-capture': (v) =>
      `On ${v.isScaleSeen === 1 ? sideName(v.sender, 'en') : sideName(v.receiver, 'en')}: compare the options of SYN and SYN-ACK with this capture; a window scale that is in one of them only was removed on the way.`,
    middlebox: () => 'On each firewall and router on the way: rules that change or remove TCP options.',
    workaround: (v) =>
      `On ${sideName(v.receiver, 'en')}, for a test: without scaling on both sides the transfer becomes normal, and the cause is proven.`,
  },
}
