/** `timewait-reuse`: a new connection on the ports of one that had just closed. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface TimewaitReuseTerms {
  values: { openingNs: number }
  point: 'syn' | 'opened'
  alternative: 'half-open-new-syn'
  next: never
}

/** The SYN of a closed 4-tuple was taken for a new connection at once: its number or timestamp was newer (RFC 9293 §3.6.1, RFC 6191 §2). */
export const timewaitReuse: Rule<'timewait-reuse', TimewaitReuseTerms> = {
  id: 'timewait-reuse',
  question: 'Was the port pair of a closed connection used again?',
  severity: 'ok',
  sections: ['RFC 9293 §3.6.1', 'RFC 6191 §2'],
  phases: ['open'],
  holds: (c) =>
    c.previousEnd === 'closed' &&
    c.client.synCount === 1 &&
    c.server.sentSynAck &&
    c.client.ackPos >= 1 &&
    c.client.rstCount + c.server.rstCount === 0,
  explain(c: Connection): Finding<TimewaitReuseTerms> {
    const { client, server } = c
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { openingNs: server.synTimeNs - client.synTimeNs },
      evidence: [
        { point: 'syn', packets: [client.synPacket] },
        { point: 'opened', packets: [server.synPacket] },
      ],
      alternatives: ['half-open-new-syn'],
      next: [],
    }
  },
}
