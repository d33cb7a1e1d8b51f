/** English words of `duplicate-network`. */
import type { DuplicateNetworkTerms } from '../../diagnosis/rules/duplicate-network.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const duplicateNetwork: RuleWords<DuplicateNetworkTerms> = {
  summary: (v) =>
    `The network delivered packets of ${sideName(v.sender, 'en')} twice (${v.copies === 1 ? 'one copy' : `${v.copies} copies`}); ${sideName(v.sender, 'en')} had sent them once. Harmless, but a sign of a loop or a faulty device.`,
  refutedBy: () => 'A capture at the sender that holds the packet twice: then it was sent twice, not copied on the way.',
  evidence: {
    copies: () => 'The same packet again, with the count and clock of its original (IP ID in IPv4, timestamp).',
    reported: (v) =>
      `${atStart(sideName(v.receiver, 'en'))} reports bytes that came twice (DSACK)${v.seen === 'reports' ? ', and none of them was sent twice here' : ''}.`,
  },
  alternatives: {
    'duplicate-capture': () => 'A capture that doubles packets doubles nearly all of them, at once, and no receiver reports it.',
    'retransmit-spurious': () => 'A segment sent again has a place of its own in the count and clock of its sender.',
  },
  next: {
    'where-doubled': () =>
      'Capture at the devices on the way: behind the one that doubles, the copies are there; in front of it, they are not.',
  },
}
