/** `tfo-cookie-request`: the client asked for a Fast Open cookie. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `tfo-cookie-request` and its words speak of. */
export interface TfoCookieRequestTerms {
  values: { granted: number }
  point: 'asked' | 'granted' | 'not-granted'
  alternative: 'tfo-accepted'
  next: never
}

/** `tfo-cookie-request`: the client asked for a Fast Open cookie. */
export const tfoCookieRequest: Rule<'tfo-cookie-request', TfoCookieRequestTerms> = {
  id: 'tfo-cookie-request',
  question: 'Did the client ask for a Fast Open cookie?',
  severity: 'info',
  sections: ['RFC 7413 §4.1.1', 'RFC 7413 §4.2.1'],
  phases: ['open'],
  holds: ({ client }) => client.fastOpen && !client.fastOpenCookie && !client.synCarriedData,
  explain(c: Connection): Finding<TfoCookieRequestTerms> {
    const { client, server } = c
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { granted: Number(server.fastOpenCookie) },
      evidence: [
        { point: 'asked', packets: [client.synPacket] },
        ...(server.synPacket === 0
          ? []
          : [{ point: server.fastOpenCookie ? ('granted' as const) : ('not-granted' as const), packets: [server.synPacket] as const }]),
      ],
      alternatives: ['tfo-accepted'],
      next: [],
    }
  },
}
