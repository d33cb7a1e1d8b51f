/** English words of `duplicate-capture`. */
import type { DuplicateCaptureTerms } from '../../diagnosis/rules/duplicate-capture.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const duplicateCapture: RuleWords<DuplicateCaptureTerms> = {
  summary: () => 'The capture contains every packet twice; nothing is wrong with the connection itself.',
  refutedBy: () =>
    'A second copy with another IP ID or timestamp, or one capture point that really saw each packet once and shows the pairs all the same.',
  evidence: {
    copies: (v) => `Exact copies, down to IP ID and timestamps: ${formatCount(v.copies)} copies of ${formatCount(v.packets)} packets.`,
  },
  alternatives: {
    'duplicate-network': () => 'A network that duplicates does so with single packets, not with nearly all in both directions.',
  },
  next: {
    'one-interface': () =>
      'Capture on one interface only: with "any", a packet that passes a bridge, a veth pair or a tunnel is recorded at each of them.',
  },
}
