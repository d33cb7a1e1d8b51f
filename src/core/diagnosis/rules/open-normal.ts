/** `open-normal`: the connection opened, served what it was made for, and closed. */
import type { Connection } from '../../analysis/connection.ts'
import { fullyClosed } from '../closing.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface OpenNormalTerms {
  values: { openingNs: number; clientBytes: number; serverBytes: number }
  point: 'handshake' | 'request' | 'answer' | 'close'
  alternative: 'half-closed-unfinished'
  next: never
}

/** An everyday exchange: three-way handshake, the client asks, the server has the last word, both close. */
export const openNormal: Rule<'open-normal', OpenNormalTerms> = {
  id: 'open-normal',
  question: 'Did the connection open, answer what the client asked, and close, all as usual?',
  severity: 'ok',
  sections: ['RFC 9293 §3.5', 'RFC 9293 §3.6'],
  phases: ['open'],
  plain: true,
  holds(c) {
    const { client, server } = c
    return (
      client.synCount === 1 &&
      server.synCount === 1 &&
      client.firstData !== 0 &&
      client.firstData < server.firstData &&
      client.lastData < server.lastData &&
      fullyClosed(c) &&
      c.handshakeSeen
    )
  },
  explain(c: Connection): Finding<OpenNormalTerms> {
    const { client, server } = c
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: {
        openingNs: client.establishingAckTimeNs - client.synTimeNs,
        clientBytes: client.payloadBytes,
        serverBytes: server.payloadBytes,
      },
      evidence: [
        { point: 'handshake', packets: [client.synPacket, server.synPacket, client.establishingAck] },
        { point: 'request', packets: [client.firstData] },
        { point: 'answer', packets: [server.lastData] },
        {
          point: 'close',
          packets: client.finPacket < server.finPacket ? [client.finPacket, server.finPacket] : [server.finPacket, client.finPacket],
        },
      ],
      alternatives: ['half-closed-unfinished'],
      next: [],
    }
  },
}
