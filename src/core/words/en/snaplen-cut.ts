/** English words of `snaplen-cut`. */
import type { SnaplenCutTerms } from '../../diagnosis/rules/snaplen-cut.ts'
import { counted, formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const snaplenCut: RuleWords<SnaplenCutTerms> = {
  summary: (v) =>
    `The capture kept only the beginning of ${counted(v.cut, 'packet')}: damage to their payload cannot be seen${v.unread > 0 ? `, and ${counted(v.unread, 'TCP segment')} could not be read at all` : ', all headers are there'}.`,
  refutedBy: () => 'The same packets in full in another capture.',
  evidence: {
    cut: (v) => `${counted(v.cut, 'packet')} of ${formatCount(v.packets)} are shorter in the capture than they were on the wire.`,
    unread: (v) => `${counted(v.unread, 'TCP segment')} end within their header.`,
  },
  alternatives: { 'bad-checksum': () => 'Whether a cut segment arrived whole cannot be told, for its checksum covers what is missing.' },
  next: { longer: () => 'Capture at least 128 bytes of each packet: that holds the headers and their options.' },
}
