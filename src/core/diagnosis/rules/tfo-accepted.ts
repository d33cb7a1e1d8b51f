/** `tfo-accepted`: the request travelled in the SYN and was taken. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `tfo-accepted` and its words speak of. */
export interface TfoAcceptedTerms {
  values: { dataBytes: number }
  point: 'request' | 'taken'
  alternative: 'tfo-rejected'
  next: never
}

/** `tfo-accepted`: the request travelled in the SYN and was taken. */
export const tfoAccepted: Rule<'tfo-accepted', TfoAcceptedTerms> = {
  id: 'tfo-accepted',
  question: 'Did the server take the data of the SYN?',
  severity: 'ok',
  sections: ['RFC 7413 §4.2.2'],
  phases: ['open'],
  holds: ({ client }) => client.fastOpen && client.synCarriedData && client.synDataAcked,
  explain(c: Connection): Finding<TfoAcceptedTerms> {
    const { client, server } = c
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { dataBytes: client.firstDataLen },
      evidence: [
        { point: 'request', packets: [client.synPacket] },
        { point: 'taken', packets: [server.synPacket] },
      ],
      alternatives: ['tfo-rejected'],
      next: [],
    }
  },
}
