/** `half-close-orphan-rst`: a FIN so late that the first closer had forgotten the connection. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { endingReset, forgery, hasReset, ofLiveSocket } from '../resets.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface HalfCloseOrphanRstTerms {
  values: { first: SideName; late: SideName; gapNs: number }
  point: 'fin' | 'fin-acknowledged' | 'late-fin' | 'reset'
  alternative: 'rst-unknown-connection'
  next: 'late-closer'
}

/** No system keeps a FIN-WAIT-2 whose program is gone shorter than this; Linux keeps it 60 s (tcp_fin_timeout). */
const SHORTEST_FIN_WAIT_2_NS = 5e9

/** FIN and ACK, later the FIN of the other end, and a bare RST for it: nothing was lost. */
export const halfCloseOrphanRst: Rule<'half-close-orphan-rst', HalfCloseOrphanRstTerms> = {
  id: 'half-close-orphan-rst',
  question: 'Did the second end close so late that the first had forgotten the connection?',
  severity: 'warning',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.10.7.1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['rst'],
  holds(c) {
    if (!hasReset(c) || !c.client.sentFin || !c.server.sentFin) return false
    const reset = endingReset(c)
    if (reset === undefined || ofLiveSocket(c, reset)) return false
    const first = endOf(c, reset.side)
    const late = endOf(c, 1 - reset.side)
    // All data had arrived: what was left unacknowledged is the FIN alone.
    return (
      late.finAcksPeerFin &&
      reset.packet > late.finPacket &&
      first.ackPos >= late.finPos &&
      late.lastData < late.finPacket &&
      forgery(c) === undefined
    )
  },
  explain(c: Connection): Finding<HalfCloseOrphanRstTerms> {
    const reset = endingReset(c)
    if (reset === undefined) throw new Error('a reset ended the connection')
    const first = endOf(c, reset.side)
    const late = endOf(c, 1 - reset.side)
    const gapNs = late.finTimeNs - first.finAckedTimeNs
    return {
      certainty: gapNs >= SHORTEST_FIN_WAIT_2_NS ? 'likely' : 'possible',
      blame: nameOf(late.side),
      values: { first: nameOf(first.side), late: nameOf(late.side), gapNs },
      evidence: [
        { point: 'fin', packets: [first.finPacket] },
        { point: 'fin-acknowledged', packets: [first.finAckedPacket] },
        { point: 'late-fin', packets: [late.finPacket] },
        { point: 'reset', packets: [reset.packet] },
      ],
      alternatives: ['rst-unknown-connection'],
      next: [{ step: 'late-closer', command: 'ss -tanop state close-wait', where: nameOf(late.side) }],
    }
  },
}
