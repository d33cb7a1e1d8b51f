/** English words of `icmp-unmatched`. */
import type { IcmpUnmatchedTerms } from '../../diagnosis/rules/icmp-unmatched.ts'
import { icmpErrorName } from '../icmp-names.ts'
import { counted, formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const icmpUnmatched: RuleWords<IcmpUnmatchedTerms> = {
  summary: (v) =>
    `${counted(v.errors, 'ICMP error')} ${v.errors === 1 ? 'is' : 'are'} about connections that are not in the capture: ${v.source} says ${icmpErrorName(v.version, v.type, v.code, 'en')} of a packet from ${v.from} to ${v.to}${v.others > 0 ? `; ${formatCount(v.others)} more of other kinds` : ''}.`,
  refutedBy: () => 'The quoted packet in the capture, with other addresses or ports: then a translation (NAT) stands in between.',
  evidence: {
    first: (v) => `${v.source} quotes the beginning of the packet that it could not deliver: ${v.from} > ${v.to}.`,
    others: () => 'Errors of other senders or kinds, or about other connections.',
  },
  alternatives: {
    'reject-icmp': (v) =>
      `If the packet was a connection request, this refused it, and the program saw ${v.error}; the request itself was not captured.`,
    'icmp-while-established': () => 'If the connection was open before the capture began, its packets were turned away from then on.',
  },
  next: {
    whole: () => 'Capture the connections together with the ICMP errors, on all interfaces: then it is clear what was turned away.',
  },
}
