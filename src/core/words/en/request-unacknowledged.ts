/** request-unacknowledged, in English. */
import type { RequestUnacknowledgedTerms } from '../../diagnosis/rules/request-unacknowledged.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** request-unacknowledged, in English. */
export const requestUnacknowledged: RuleWords<RequestUnacknowledgedTerms> = {
  summary: (v) =>
    `The connection from ${v.client} to ${v.server} came up, but the request was never acknowledged, though sent ${v.requests} times${Number.isNaN(v.spanNs) ? '' : ` within ${formatDuration(v.spanNs, 'en')}`}: the server ignores it, or nothing gets there any more.`,
  refutedBy: () => 'An acknowledgment of the request in a capture at the server: then it got there, and only the ACK was lost.',
  evidence: {
    up: () => 'SYN-ACK and ACK: for the client the connection is up.',
    request: (v) => `The first data, sent ${v.requests} times; no packet of the server comes any more.`,
  },
  alternatives: {
    'accept-queue-full': () => 'A server whose program does not accept keeps silent just like this: its accept queue is full.',
    'blackhole-timeout': () => 'The path may have died right after the handshake.',
    'pmtu-blackhole': (v) =>
      `The request is large (segments of ${v.segment} bytes): if smaller ones pass, large packets get lost without notice.`,
  },
  next: {
    'both-ends': () => 'If the request arrives at the server, the server ignores it; if not, the path is to blame.',
    queue: () => 'Recv-Q above Send-Q means that the accept queue is full.',
    size: () => 'Shows where the path takes smaller packets only.',
  },
}
