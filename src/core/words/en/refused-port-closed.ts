/** refused-port-closed, in English. */
import type { RefusedPortClosedTerms } from '../../diagnosis/rules/refused-port-closed.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** refused-port-closed, in English. */
export const refusedPortClosed: RuleWords<RefusedPortClosedTerms> = {
  summary: (v) =>
    `${v.server} refused the connection: nobody listens on port ${v.serverPort}. The program sees "Connection refused" (ECONNREFUSED).`,
  refutedBy: () =>
    'A program that did listen on the port at this moment (ss -ltn on the server), or a firewall rule with --reject-with tcp-reset whose counter grew.',
  evidence: {
    asked: (v) =>
      `${v.client} asks ${v.server} for a connection${v.synDataBytes > 0 ? `, with ${v.synDataBytes} bytes of data in the SYN` : ''}.`,
    refused: (v) =>
      `RST that acknowledges exactly this SYN${v.synDataBytes > 0 ? ' and its data' : ''}${Number.isNaN(v.afterNs) ? '' : `, ${formatDuration(v.afterNs, 'en')} later`}.`,
    'own-kernel': (v) =>
      v.sign === 'tos'
        ? `The RST carries the TOS of the SYN (0x${v.synTos.toString(16)}): the host's own TCP copies it, a REJECT rule does not.`
        : v.sign === 'flow-label'
          ? `The RST carries a flow label (0x${v.flowLabel.toString(16)}): the host's own TCP sets one, a REJECT rule does not.`
          : "The RST's checksum is whole where it was sent, as the host's own TCP makes it; on this machine a REJECT rule would have left it to the network card, as the SYN's was.",
  },
  alternatives: {
    'reject-tcp-reset': (v) =>
      v.sign === 'checksum'
        ? 'A REJECT rule with tcp-reset would look the same if this host, unlike the sender of the SYN, left no checksums to its card.'
        : 'A REJECT rule with tcp-reset would hardly look like this, unless a device on the way rewrites headers.',
  },
  next: {
    listen: (v) =>
      `No line means that nobody listens on port ${v.serverPort}. 127.0.0.1 or [::1] means that it listens for local programs only; another port means a wrong configuration.`,
    service: () => 'Did the service fail, or its container stop?',
    again: () => 'Shows whether the port is open after the repair.',
  },
}
