/** synack-repeated, in English. */
import type { SynackRepeatedTerms } from '../../diagnosis/rules/synack-repeated.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-repeated, in English. */
export const synackRepeated: RuleWords<SynackRepeatedTerms> = {
  summary: (v) =>
    `${v.server} repeated its SYN-ACK although ${v.client} had acknowledged it: the ACK was lost, the server waits for data on purpose, or its accept queue is full.`,
  refutedBy: () => 'A repeated SYN-ACK with the same IP ID and time stamp: then it is a copy of the first, and was not sent again.',
  evidence: {
    acknowledged: () => "The client's ACK of the SYN-ACK.",
    again: (v) => `The SYN-ACK comes again${Number.isNaN(v.pauseNs) ? '' : `, ${formatDuration(v.pauseNs, 'en')} after the first`}.`,
  },
  alternatives: {
    'synack-retrans-ack-lost': () =>
      'The ACK may have been lost behind the capture point: the simplest explanation when it happens once in a while.',
    'defer-accept': () =>
      'With TCP_DEFER_ACCEPT a server waits for data and repeats the SYN-ACK once: likely when every quiet connection to this port shows it.',
    'accept-queue-full': () => 'With a full accept queue the server ignores the ACK, and the request too, until its program accepts again.',
  },
  next: {
    'both-ends': () => 'If the ACK is missing at the server, it was lost on the way.',
    queue: () =>
      'Recv-Q at Send-Q or above is a full accept queue; "ss -lnto" with connections in SYN-RECV while the client is ESTAB points to deferred accepts.',
  },
}
