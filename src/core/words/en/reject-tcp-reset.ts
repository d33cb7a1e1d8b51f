/** reject-tcp-reset, in English. */
import type { RejectTcpResetTerms } from '../../diagnosis/rules/reject-tcp-reset.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** reject-tcp-reset, in English. */
export const rejectTcpReset: RuleWords<RejectTcpResetTerms> = {
  summary: (v) =>
    `A firewall refused the connection from ${v.client} to ${v.server} with a TCP reset: on the server host or on a router in front of it. The program sees "Connection refused" (ECONNREFUSED).`,
  refutedBy: () =>
    'No firewall rule that resets on the server or before it, and a closed port that answers a probe with TOS with the same marks.',
  evidence: {
    asked: (v) => `${v.client} asks ${v.server} for a connection.`,
    refused: (v) => `RST that acknowledges exactly this SYN${Number.isNaN(v.afterNs) ? '' : `, ${formatDuration(v.afterNs, 'en')} later`}.`,
    'not-the-kernel': (v) =>
      v.sign === 'tos'
        ? `The SYN had TOS 0x${v.synTos.toString(16)}, the RST has 0: the TCP of a host copies it, a REJECT rule does not.`
        : v.sign === 'flow-label'
          ? 'The RST has flow label 0: the TCP of a Linux host sets one, a REJECT rule does not.'
          : 'The checksum of the RST was left to the network card: a REJECT rule does so, the TCP of the host computes the sum of its RST itself.',
  },
  alternatives: {
    'refused-port-closed': (v) =>
      v.sign === 'checksum'
        ? 'A closed port of another system than Linux could leave the checksum to the card, too.'
        : 'A closed port would look like this if a device on the way had cleared the field.',
  },
  next: {
    firewall: () =>
      'Look for a rule that rejects with tcp-reset and counts up with every attempt; on routers in front of the server as well.',
    listen: () => 'If nobody listens either, the rule is only half of the story.',
    path: () => 'If the answers end before the server, the firewall is on the way.',
  },
}
