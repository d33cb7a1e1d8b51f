/** syn-data-ignored, in English. */
import type { SynDataIgnoredTerms } from '../../diagnosis/rules/syn-data-ignored.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-data-ignored, in English. */
export const synDataIgnored: RuleWords<SynDataIgnoredTerms> = {
  summary: (v) =>
    `The SYN of ${v.client} carried ${v.dataBytes} bytes without Fast Open; ${v.server} left them aside, and the client sent them again after the handshake. Nothing was lost.`,
  refutedBy: () => 'An acknowledgment that covers the bytes of the SYN before they were sent again: then they had been taken.',
  evidence: {
    request: (v) => `SYN with ${v.dataBytes} bytes of data and no Fast Open option.`,
    'left-aside': () => 'The SYN-ACK acknowledges the SYN only, not its data.',
  },
  alternatives: {
    'tfo-rejected': () => 'There was no cookie to reject: the Fast Open option is missing.',
  },
  next: {},
}
