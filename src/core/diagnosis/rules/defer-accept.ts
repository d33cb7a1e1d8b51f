/** `defer-accept`: the server waits for data before it accepts, on purpose. */
import type { Connection } from '../../analysis/connection.ts'
import { synAckRepeatOf } from '../handshake.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `defer-accept` and its words speak of. */
export interface DeferAcceptTerms {
  values: { pauseNs: number; atServer: number }
  point: 'acknowledged' | 'again' | 'taken'
  alternative: 'synack-retrans-ack-lost' | 'accept-queue-full'
  next: 'state'
}

/** `defer-accept`: the server waits for data before it accepts, on purpose. */
export const deferAccept: Rule<'defer-accept', DeferAcceptTerms> = {
  id: 'defer-accept',
  question: 'Does the server wait for data before it accepts?',
  severity: 'info',
  sections: ['RFC 9293 §3.5'],
  phases: ['open'],
  needsNotedPacket: ['synack-repeated'],
  holds: (c) => synAckRepeatOf(c)?.cause === 'deferred',
  explain(c: Connection): Finding<DeferAcceptTerms> {
    const repeat = synAckRepeatOf(c)
    if (repeat === undefined) throw new Error('the SYN-ACK came again')
    const { client, server } = c
    const taken = client.firstData !== 0 && server.establishingAck > client.firstData
    return {
      certainty: repeat.atServer ? 'likely' : 'possible',
      blame: 'nobody',
      values: { pauseNs: repeat.pauseNs, atServer: Number(repeat.atServer) },
      evidence: [
        { point: 'acknowledged', packets: [client.establishingAck] },
        { point: 'again', packets: [repeat.repeats[0].packet] },
        ...(taken ? [{ point: 'taken' as const, packets: [client.firstData, server.establishingAck] as const }] : []),
      ],
      alternatives: ['synack-retrans-ack-lost', 'accept-queue-full'],
      next: [{ step: 'state', command: `ss -nto 'sport = :${c.serverPort}'`, where: 'server' }],
    }
  },
}
