/** accept-queue-full, in English. */
import type { AcceptQueueFullTerms } from '../../diagnosis/rules/accept-queue-full.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** accept-queue-full, in English. */
export const acceptQueueFull: RuleWords<AcceptQueueFullTerms> = {
  summary: (v) =>
    `${v.server} does not take up the connection: the program there does not accept fast enough, its accept queue is full, and the kernel ignored the request${Number.isNaN(v.waitedNs) ? '' : ` for ${formatDuration(v.waitedNs, 'en')}`}.`,
  refutedBy: () =>
    "An ACK of the server's for this request, or counters ListenOverflows and ListenDrops that did not grow on the server: then the queue had room.",
  evidence: {
    acknowledged: () => 'The client completes the handshake and believes that it is connected.',
    request: (v) =>
      `The request is sent ${v.requests} times${v.atServer === 1 ? ' and arrives each time' : ''}; the server acknowledges none of them${Number.isNaN(v.waitedNs) ? '' : ' but the last'}.`,
    'half-open': () =>
      'Meanwhile the server repeats its SYN-ACK: for its kernel the connection is still half open, as the ACK does not fit into the full queue.',
    'at-last': () => 'Then room is made in the queue, and the next repeat of the request is taken.',
  },
  alternatives: {
    'request-unacknowledged': (v) =>
      v.atServer === 1
        ? 'Another local rule could swallow the request; a firewall that lets the handshake pass and drops data is rare.'
        : 'A path that lost every packet towards the server for that long would look alike: a capture at the server tells.',
    'synack-retrans-ack-lost': () => 'A lost ACK would have been made good by the request itself.',
  },
  next: {
    queue: () => 'Recv-Q above Send-Q is the full accept queue.',
    counters: () => 'ListenOverflows and ListenDrops grow with every attempt.',
    program: () => 'Shows what keeps the program from accepting: a lock, a slow disk, its own backend.',
  },
}
