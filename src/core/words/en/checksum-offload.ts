/** English words of `checksum-offload`. */
import type { ChecksumOffloadTerms } from '../../diagnosis/rules/checksum-offload.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const checksumOffload: RuleWords<ChecksumOffloadTerms> = {
  summary: (v) =>
    `Checksums of ${v.both === 'yes' ? 'both ends' : sideName(v.sender, 'en')} are left to the network card: other tools call them incorrect, but they are right on the wire. It also means that this was captured where ${v.both === 'yes' ? 'both ends run' : 'these packets were sent'}.`,
  refutedBy: () => 'The same packets with the same wrong checksum in a capture at the receiver, or InCsumErrors that grow there.',
  evidence: {
    partial: () => 'The checksum field holds the sum of the pseudo-header only: what a host hands to its card.',
  },
  alternatives: {
    'bad-checksum': () => 'A damaged packet would not have exactly this sum.',
  },
  next: {},
}
