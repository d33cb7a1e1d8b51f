/** `close-3seg`: FIN, FIN with ACK, ACK. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, closedUnheard, firstCloser, nameOf, peerOf } from '../closing.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface Close3segTerms {
  values: { closer: SideName; other: SideName; waitNs: number; lastAck: 'seen' | 'not seen' }
  point: 'fin' | 'fin-with-ack' | 'last-ack'
  alternative: 'half-closed-unfinished'
  next: never
}

/** The second FIN also acknowledged the first: the second end closed within the delay of its acknowledgment (RFC 9293 §3.8.6.3). */
export const close3seg: Rule<'close-3seg', Close3segTerms> = {
  id: 'close-3seg',
  question: 'Was the connection closed in three segments, the second end at once after the first?',
  severity: 'ok',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.8.6.3'],
  phases: ['open', 'mid-stream'],
  plain: true,
  holds(c) {
    const { client, server } = c
    if (!client.sentFin || !server.sentFin || client.finAcksPeerFin === server.finAcksPeerFin) return false
    const [first, second] = server.finAcksPeerFin ? [client, server] : [server, client]
    return first.finAckedPacket === second.finPacket && (!hasReset(c) || endingReset(c) === undefined) && closedUnheard(c) === undefined
  },
  explain(c: Connection): Finding<Close3segTerms> {
    const first = firstCloser(c) ?? c.client
    const second = peerOf(c, first)
    const evidence: [Evidence<Close3segTerms>, ...Evidence<Close3segTerms>[]] = [
      { point: 'fin', packets: [first.finPacket] },
      { point: 'fin-with-ack', packets: [second.finPacket] },
    ]
    if (second.finAcked) evidence.push({ point: 'last-ack', packets: [second.finAckedPacket] })
    return {
      certainty: second.finAcked ? 'proven' : 'likely',
      blame: 'nobody',
      values: {
        closer: nameOf(first.side),
        other: nameOf(second.side),
        waitNs: second.finTimeNs - first.finTimeNs,
        lastAck: second.finAcked ? 'seen' : 'not seen',
      },
      evidence,
      alternatives: ['half-closed-unfinished'],
      next: [],
    }
  },
}
