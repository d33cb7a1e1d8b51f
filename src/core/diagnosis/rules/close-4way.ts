/** `close-4way`: FIN, ACK, FIN, ACK. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, closedUnheard, firstCloser, nameOf, peerOf } from '../closing.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface Close4wayTerms {
  values: { closer: SideName; other: SideName; waitNs: number; lastAck: 'seen' | 'not seen' }
  point: 'fin' | 'fin-acknowledged' | 'second-fin' | 'last-ack'
  alternative: 'half-closed-unfinished'
  next: never
}

/** Each FIN was acknowledged by a segment of its own: the second end closed some time after the first. */
export const close4way: Rule<'close-4way', Close4wayTerms> = {
  id: 'close-4way',
  question: 'Was the connection closed in four segments, each end in its own time?',
  severity: 'ok',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.10.4'],
  phases: ['open', 'mid-stream'],
  plain: true,
  holds(c) {
    const { client, server } = c
    if (!client.sentFin || !server.sentFin || client.finAcksPeerFin === server.finAcksPeerFin) return false
    const [first, second] = server.finAcksPeerFin ? [client, server] : [server, client]
    return first.finAckedPacket !== second.finPacket && (!hasReset(c) || endingReset(c) === undefined) && closedUnheard(c) === undefined
  },
  explain(c: Connection): Finding<Close4wayTerms> {
    const first = firstCloser(c) ?? c.client
    const second = peerOf(c, first)
    const evidence: [Evidence<Close4wayTerms>, ...Evidence<Close4wayTerms>[]] = [
      { point: 'fin', packets: [first.finPacket] },
      { point: 'fin-acknowledged', packets: [first.finAckedPacket] },
      { point: 'second-fin', packets: [second.finPacket] },
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
