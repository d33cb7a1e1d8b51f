/** `tfo-rejected`: the server did not take the Fast Open data. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `tfo-rejected` and its words speak of. */
export interface TfoRejectedTerms {
  values: { dataBytes: number; newCookie: number }
  point: 'request' | 'turned-away'
  alternative: 'tfo-syn-dropped'
  next: 'counters'
}

/** `tfo-rejected`: the server did not take the Fast Open data. */
export const tfoRejected: Rule<'tfo-rejected', TfoRejectedTerms> = {
  id: 'tfo-rejected',
  question: 'Did the server turn the Fast Open data away?',
  severity: 'info',
  sections: ['RFC 7413 §4.2.2', 'RFC 7413 §4.1.3'],
  phases: ['open'],
  holds: ({ client, server }) =>
    client.fastOpenCookie && client.synCarriedData && !client.synDataAcked && client.synCount === 1 && server.sentSynAck,
  explain(c: Connection): Finding<TfoRejectedTerms> {
    const { client, server } = c
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { dataBytes: client.firstDataLen, newCookie: Number(server.fastOpenCookie) },
      evidence: [
        { point: 'request', packets: [client.synPacket] },
        { point: 'turned-away', packets: [server.synPacket] },
      ],
      alternatives: ['tfo-syn-dropped'],
      next: [{ step: 'counters', command: 'sysctl net.ipv4.tcp_fastopen; nstat -az | grep TCPFastOpen', where: 'server' }],
    }
  },
}
