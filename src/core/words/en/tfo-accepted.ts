/** tfo-accepted, in English. */
import type { TfoAcceptedTerms } from '../../diagnosis/rules/tfo-accepted.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-accepted, in English. */
export const tfoAccepted: RuleWords<TfoAcceptedTerms> = {
  summary: (v) =>
    `Fast Open worked: ${v.client} sent ${v.dataBytes} bytes in its SYN, and ${v.server} took them, one round trip earlier than usual.`,
  refutedBy: () => 'The bytes of the SYN sent a second time, or an acknowledgment that leaves them out.',
  evidence: {
    request: (v) => `The SYN carries the cookie and ${v.dataBytes} bytes of data.`,
    taken: () => 'The SYN-ACK acknowledges the SYN and its data.',
  },
  alternatives: { 'tfo-rejected': () => 'The SYN-ACK acknowledges the bytes of the SYN, too.' },
  next: {},
}
