/** English words of `open-normal`. */
import type { OpenNormalTerms } from '../../diagnosis/rules/open-normal.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const openNormal: RuleWords<OpenNormalTerms> = {
  summary: (v) => `The connection opened normally, the server answered (${formatBytes(v.serverBytes, 'en')}), and both ends closed it.`,
  refutedBy: () => 'A program that reports an error for this connection at this time although the packets show none.',
  evidence: {
    handshake: (v) => `SYN, SYN-ACK and ACK: the three-way handshake took ${formatDuration(v.openingNs, 'en')}.`,
    request: (v) => `The client's first data; it sent ${formatBytes(v.clientBytes, 'en')} in all.`,
    answer: (v) => `The server had the last word; it sent ${formatBytes(v.serverBytes, 'en')} in all.`,
    close: () => 'Both ends sent FIN, and both FINs were acknowledged.',
  },
  alternatives: { 'half-closed-unfinished': () => 'Both ends sent their FIN.' },
  next: {},
}
