/** English words of `retransmit-spurious`. */
import type { RetransmitSpuriousTerms } from '../../diagnosis/rules/retransmit-spurious.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const retransmitSpurious: RuleWords<RetransmitSpuriousTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.sender, 'en'))} sent ${counted(v.repeats, 'segment')} again for nothing: ${sideName(v.receiver, 'en')} had the bytes; they, or their acknowledgment, were only late or lost on the way back.`,
  refutedBy: () => 'A capture at the receiver in which the first copy never arrived: then the repeat was needed.',
  evidence: {
    repeats: (v) => `${atStart(sideName(v.sender, 'en'))} sends bytes again.`,
    reported: (v) =>
      `${atStart(sideName(v.receiver, 'en'))} reports bytes that came twice (DSACK: a SACK block below what it acknowledges).`,
    'late-original': () => 'The original turns up behind its own repeat: its place in the count of the sender is the older one.',
  },
  alternatives: {
    'loss-rto': () => 'Had the bytes been lost, they would have arrived once, and nobody would have reported them as come twice.',
    'duplicate-network': () =>
      'A copy made by the network carries the count and clock of its original (IP ID in IPv4, timestamp); these have their own.',
  },
  next: {
    counters: (v) =>
      `On ${sideName(v.sender, 'en')}: TCPDSACKRecv and TCPLossUndo that grow with the retransmissions mean delay or reordering on the path, and no loss.`,
  },
}
