/** `half-close-data`: one end had finished sending, the other went on. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, halfCloseTalker, nameOf, peerOf } from '../closing.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'
import { halfClosedUnfinished } from './half-closed-unfinished.ts'

/** What the rule and its words share. */
export interface HalfCloseDataTerms {
  values: { closer: SideName; talker: SideName; segments: number; lastingNs: number; closed: 'yes' | 'no' }
  point: 'fin' | 'data-after' | 'last-data' | 'second-fin'
  alternative: 'half-closed-unfinished'
  next: never
}

/** After its FIN one end only listens, and the other's data is acknowledged as before (RFC 9293 §3.6, case 2 of the CLOSE call). */
export const halfCloseData: Rule<'half-close-data', HalfCloseDataTerms> = {
  id: 'half-close-data',
  question: 'Did one end finish sending while the other went on?',
  severity: 'ok',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.9.1'],
  phases: ['open', 'mid-stream'],
  holds: (c) =>
    c.client.dataAfterPeerFin + c.server.dataAfterPeerFin !== 0 &&
    halfCloseTalker(c) !== undefined &&
    (!hasReset(c) || endingReset(c) === undefined) &&
    !halfClosedUnfinished.holds(c),
  explain(c: Connection): Finding<HalfCloseDataTerms> {
    const other = halfCloseTalker(c)
    if (other === undefined) throw new Error('an end that goes on')
    const closer = peerOf(c, other)
    const evidence: [Evidence<HalfCloseDataTerms>, ...Evidence<HalfCloseDataTerms>[]] = [
      { point: 'fin', packets: [closer.finPacket] },
      { point: 'data-after', packets: [other.firstDataAfterPeerFin] },
    ]
    if (other.lastData > other.firstDataAfterPeerFin) evidence.push({ point: 'last-data', packets: [other.lastData] })
    if (other.sentFin) evidence.push({ point: 'second-fin', packets: [other.finPacket] })
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: {
        closer: nameOf(closer.side),
        talker: nameOf(other.side),
        segments: other.dataAfterPeerFin,
        closed: other.sentFin ? 'yes' : 'no',
        lastingNs: other.lastDataTimeNs - closer.finTimeNs,
      },
      evidence,
      alternatives: ['half-closed-unfinished'],
      next: [],
    }
  },
}
