/** defer-accept, in English. */
import type { DeferAcceptTerms } from '../../diagnosis/rules/defer-accept.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** defer-accept, in English. */
export const deferAccept: RuleWords<DeferAcceptTerms> = {
  summary: (v) =>
    `${v.server} waits for the first data before it accepts the connection (TCP_DEFER_ACCEPT, "deferred" in nginx); its repeated SYN-ACK is part of that and harmless.`,
  refutedBy: () =>
    'A request that the server left unacknowledged after its repeated SYN-ACK, or a listening socket without TCP_DEFER_ACCEPT.',
  evidence: {
    acknowledged: () => 'The client completes the handshake, and says nothing yet.',
    again: (v) =>
      `The SYN-ACK comes once more${Number.isNaN(v.pauseNs) ? '' : `, ${formatDuration(v.pauseNs, 'en')} after the first`}: the server ${v.atServer === 1 ? 'had the ACK and' : ''} still treats the connection as half open.`,
    taken: () => 'The first data is taken at once: nothing was lost or stuck.',
  },
  alternatives: {
    'synack-retrans-ack-lost': (v) =>
      v.atServer === 1
        ? 'The ACK was not lost: it had arrived at the server.'
        : 'A lost ACK makes a server repeat its SYN-ACK after one second already.',
    'accept-queue-full': () => 'With a full accept queue the data would have been ignored as well.',
  },
  next: {
    state: () => 'A connection in SYN-RECV here while the client says ESTAB confirms it.',
  },
}
