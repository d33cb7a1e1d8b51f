/** `open-simultaneous`: both ends opened towards each other. */
import type { Connection } from '../../analysis/connection.ts'
import { landAttack } from './land-attack.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `open-simultaneous` and its words speak of. */
export interface OpenSimultaneousTerms {
  values: { rttNs: number }
  point: 'first-syn' | 'other-syn' | 'up'
  alternative: 'open-normal'
  next: never
}

/** `open-simultaneous`: both ends opened towards each other. */
export const openSimultaneous: Rule<'open-simultaneous', OpenSimultaneousTerms> = {
  id: 'open-simultaneous',
  question: 'Did both ends send a SYN to each other?',
  severity: 'info',
  sections: ['RFC 9293 §3.5', 'RFC 9293 §3.10.7.3'],
  phases: ['open'],
  holds: (c) => (c.isOpenToItself && !landAttack.holds(c)) || (c.client.sentBareSyn && c.server.sentBareSyn && !c.toItself),
  explain(c: Connection): Finding<OpenSimultaneousTerms> {
    const { client, server } = c
    const up = Math.max(client.establishingAck, server.establishingAck)
    const upNs = up === 0 ? c.lastTimeNs : Math.max(client.establishingAckTimeNs, server.establishingAckTimeNs)
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { rttNs: upNs - client.synTimeNs },
      evidence: [
        { point: 'first-syn', packets: [client.synPacket] },
        ...(server.synPacket === 0 ? [] : [{ point: 'other-syn', packets: [server.synPacket] } as const]),
        { point: 'up', packets: [up === 0 ? c.lastPacket : up] },
      ],
      alternatives: ['open-normal'],
      next: [],
    }
  },
}
