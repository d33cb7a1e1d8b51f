/** synack-retrans-ack-lost, in English. */
import type { SynackRetransAckLostTerms } from '../../diagnosis/rules/synack-retrans-ack-lost.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-retrans-ack-lost, in English. */
export const synackRetransAckLost: RuleWords<SynackRetransAckLostTerms> = {
  summary: (v) =>
    `The last ACK of the handshake did not reach ${v.server} at first: it repeated its SYN-ACK, and took up the connection late. A server that speaks first is silent so long.`,
  refutedBy: () => 'The final ACK in a capture at the server before the SYN-ACK was repeated: then it had arrived and was not taken.',
  evidence: {
    accepted: () => 'SYN-ACK of the server.',
    acknowledged: () => 'The client acknowledges it: for the client the connection is up.',
    again: (v) =>
      `The server repeats its SYN-ACK${Number.isNaN(v.pauseNs) ? '' : `, first after ${formatDuration(v.pauseNs, 'en')}`}: it has not got the ACK.`,
    'late-ack': () => 'Only now an ACK of the client arrives. The client had not repeated its SYN, so it had the SYN-ACK long before.',
  },
  alternatives: {
    'defer-accept': () => 'A server may also wait for data on purpose; then it would not speak first, and repeat the SYN-ACK once only.',
    'accept-queue-full': () => 'A full accept queue makes a server ignore the ACK; then it would ignore the request as well.',
    'syn-retransmitted-then-ok': () => 'If the SYN-ACK had been lost, the client would have repeated its SYN.',
  },
  next: {
    'both-ends': (v) =>
      v.ackSeen === 1
        ? 'If the ACK is missing in a capture at the server, it was lost on the way; if it is there, the server ignored it.'
        : 'If the ACK is in a capture at the client, it was lost on the way.',
    queue: () => 'Recv-Q at Send-Q or above would mean a full accept queue instead.',
  },
}
