/** A close in which the second FIN answers the first: what the rules about it share. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { type SideName, closedUnheard, nameOf, peerOf } from './closing.ts'
import { endingReset } from './resets.ts'
import type { Evidence, Finding } from './rule.ts'

/** What the rules and their words share; `Point` is what the packets before the last acknowledgment show. */
export interface CloseInTurnTerms<Point extends string> {
  values: { closer: SideName; other: SideName; waitNs: number; lastAck: 'seen' | 'not seen' }
  point: Point | 'last-ack'
  alternative: 'half-closed-unfinished'
  next: never
}

type Evidences<Point extends string> = [Evidence<CloseInTurnTerms<Point>>, ...Evidence<CloseInTurnTerms<Point>>[]]

/** The end that closed first, where the other's FIN acknowledges its own and no reset came in between; undefined otherwise. */
export function closerInTurn(c: Connection): Endpoint | undefined {
  const { client, server } = c
  if (!client.sentFin || !server.sentFin || client.finAcksPeerFin === server.finAcksPeerFin) return undefined
  if (endingReset(c) !== undefined || closedUnheard(c) !== undefined) return undefined
  return server.finAcksPeerFin ? client : server
}

/** What was found of such a close; `show` gives the packets before the last acknowledgment. */
export function explainCloseInTurn<Point extends string>(
  c: Connection,
  show: (first: Endpoint, second: Endpoint) => Evidences<Point>,
): Finding<CloseInTurnTerms<Point>> {
  const first = closerInTurn(c)
  if (first === undefined) throw new Error('a rule about a close explains what does not hold')
  const second = peerOf(c, first)
  const evidence = show(first, second)
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
}
