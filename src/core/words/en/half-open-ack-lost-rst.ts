/** half-open-ack-lost-rst, in English. */
import type { HalfOpenAckLostRstTerms } from '../../diagnosis/rules/half-open-ack-lost-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** half-open-ack-lost-rst, in English. */
export const halfOpenAckLostRst: RuleWords<HalfOpenAckLostRstTerms> = {
  summary: (v) =>
    `${v.client} believed it was connected, but ${v.server} never got the last ACK of the handshake, gave up, and reset the first data.`,
  refutedBy: () => "The final ACK in a capture at the server before the RST, or the connection in the server's accept log.",
  evidence: {
    acknowledged: () => 'The client acknowledges the SYN-ACK: for the client the connection is up.',
    accepted: () => 'The SYN-ACK of the server; the ACK that should follow is not in the capture.',
    again: () => 'The server repeats its SYN-ACK: for the server it is not.',
    reset: (v) =>
      `The first data${Number.isNaN(v.waitedNs) ? '' : `, ${formatDuration(v.waitedNs, 'en')} after the SYN-ACK,`} is answered with a bare RST: no socket knows it. The server had sent nothing but its SYN-ACK${v.synAcks > 1 ? 's' : ''}.`,
  },
  alternatives: {
    'rst-unknown-connection': () => 'A restart of the server, or another server behind the address, would give the same RST.',
    'accept-queue-full-rst': () => 'A full accept queue resets at once, not after a wait.',
  },
  next: {
    'both-ends': (v) =>
      v.ackSeen === 1
        ? "If the client's ACK is missing in a capture at the server, it was lost on the way."
        : "If the client's ACK is in a capture at the client, it was lost on the way.",
    queue: () => 'A full accept queue (Recv-Q above Send-Q) makes a server ignore the ACK, too.',
  },
}
