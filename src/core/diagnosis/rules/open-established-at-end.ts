/** `open-established-at-end`: nothing ended the connection before the capture ended. */
import type { Connection } from '../../analysis/connection.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface OpenEstablishedAtEndTerms {
  values: { silenceNs: number; handshake: 'seen' | 'partly seen' }
  point: 'handshake' | 'opening' | 'last'
  alternative: 'half-closed-unfinished'
  next: never
}

/** The opening is there, and no end. */
export const openEstablishedAtEnd: Rule<'open-established-at-end', OpenEstablishedAtEndTerms> = {
  id: 'open-established-at-end',
  question: 'Was the connection still open when the capture ended?',
  severity: 'info',
  sections: ['RFC 9293 §3.3.2'],
  phases: ['open'],
  holds: (c) => !c.client.sentFin && !c.server.sentFin && (!hasReset(c) || endingReset(c) === undefined),
  explain(c: Connection): Finding<OpenEstablishedAtEndTerms> {
    const { client, server } = c
    const opening: Evidence<OpenEstablishedAtEndTerms> = c.handshakeSeen
      ? { point: 'handshake', packets: [client.synPacket, server.synPacket, client.establishingAck] }
      : { point: 'opening', packets: [c.firstPacket] }
    return {
      certainty: c.handshakeSeen ? 'proven' : 'likely',
      blame: 'nobody',
      values: { silenceNs: c.silenceAfterNs, handshake: c.handshakeSeen ? 'seen' : 'partly seen' },
      evidence: [opening, { point: 'last', packets: [c.lastPacket] }],
      alternatives: ['half-closed-unfinished'],
      next: [],
    }
  },
}
