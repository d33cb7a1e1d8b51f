/** `syn-data-ignored`: the SYN carried data without Fast Open, and the server did not take it. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `syn-data-ignored` and its words speak of. */
export interface SynDataIgnoredTerms {
  values: { dataBytes: number }
  point: 'request' | 'left-aside'
  alternative: 'tfo-rejected'
  next: never
}

/** `syn-data-ignored`: the SYN carried data without Fast Open, and the server did not take it. */
export const synDataIgnored: Rule<'syn-data-ignored', SynDataIgnoredTerms> = {
  id: 'syn-data-ignored',
  question: 'Did the server leave the data of a SYN without Fast Open aside?',
  severity: 'info',
  sections: ['RFC 9293 §3.5', 'RFC 7413 §2'],
  phases: ['open'],
  holds: ({ client, server }) =>
    client.synCarriedData && !client.fastOpen && !client.synDataAcked && client.synCount === 1 && server.sentSynAck,
  explain(c: Connection): Finding<SynDataIgnoredTerms> {
    const { client, server } = c
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { dataBytes: client.firstDataLen },
      evidence: [
        { point: 'request', packets: [client.synPacket] },
        { point: 'left-aside', packets: [server.synPacket] },
      ],
      alternatives: ['tfo-rejected'],
      next: [],
    }
  },
}
