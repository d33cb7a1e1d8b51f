/** English words of `bad-checksum`. */
import type { BadChecksumTerms } from '../../diagnosis/rules/bad-checksum.ts'
import { counted, formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const badChecksum: RuleWords<BadChecksumTerms> = {
  summary: (v) =>
    `${counted(v.damaged, 'segment')} of ${sideName(v.sender, 'en')} (${formatBytes(v.bytes, 'en')}) came with a wrong checksum: damaged on the way, and dropped by ${sideName(v.receiver, 'en')} without a word.${v.repaired === 'yes' ? ' A good copy arrived later.' : ''}`,
  refutedBy: () =>
    'An acknowledgment for such a segment before its good copy arrived, or a right checksum for the same packet where it arrives.',
  evidence: {
    damaged: () => 'The checksum does not fit the bytes, and is not one that a network card would still fill in.',
    taken: (v) => `${atStart(sideName(v.receiver, 'en'))} acknowledges the bytes, once a good copy has come.`,
  },
  alternatives: {
    'checksum-offload': () => 'A checksum left to the card would hold the sum of the addresses and lengths; these do not.',
    'loss-rto': () => 'To the sender it looks like loss; here the segments are seen to arrive.',
  },
  next: {
    counters: (v) => `On ${sideName(v.receiver, 'en')}: TcpInCsumErrors that grows confirms it.`,
    interface: () => 'CRC errors point at cable, plug or optics; none at all point at memory or software of a device on the way.',
  },
}
