/** refused-by-rst, in English. */
import type { RefusedByRstTerms } from '../../diagnosis/rules/refused-by-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** refused-by-rst, in English. */
export const refusedByRst: RuleWords<RefusedByRstTerms> = {
  summary: (v) =>
    `${v.server} refused the connection with RST${Number.isNaN(v.afterNs) ? '' : ` ${formatDuration(v.afterNs, 'en')} after the request`}: nobody listens on port ${v.serverPort}, or a firewall answers in its place. The program sees "Connection refused" (ECONNREFUSED).`,
  refutedBy: () =>
    'A SYN-ACK to the same SYN, or a capture at the server which this RST never leaves: then neither its kernel nor its firewall sent it.',
  evidence: {
    asked: (v) =>
      `${v.client} asks ${v.server} for a connection${v.synDataBytes > 0 ? `, with ${v.synDataBytes} bytes of data in the SYN` : ''}.`,
    refused: (v) =>
      v.request === 'unseen'
        ? `RST with sequence number 0${v.ttl > 0 ? ` and ${v.ttl} hops left` : ''}: so a closed port answers a SYN, or a REJECT rule that imitates it. The SYN itself is not in the capture.`
        : `RST that acknowledges exactly this SYN${v.synDataBytes > 0 ? ' and its data' : ''}${v.ttl > 0 ? `, with ${v.ttl} hops left` : ''}: the answer of a closed port, or of a REJECT rule that imitates it.`,
  },
  alternatives: {
    'refused-port-closed': () =>
      'The usual reason: the service is down, or listens on another port, address or IP version. Nothing in this RST speaks against it.',
    'reject-tcp-reset': () =>
      'A firewall rule that rejects with tcp-reset sends the same packet; only the TOS, the flow label or the checksum at its origin could tell.',
  },
  next: {
    listen: (v) =>
      `No line means that nobody listens on port ${v.serverPort}: start the service. 127.0.0.1 or [::1] in the line means that it listens for local programs only.`,
    firewall: () => 'If somebody listens, look for a rule that rejects with tcp-reset and counts up with every attempt.',
    probe: () => 'Asks with a TOS of its own: a closed port copies it into its RST, a REJECT rule answers with TOS 0.',
    again: () => 'Shows whether the port is still closed.',
  },
}
