/** `close-4way`: FIN, ACK, FIN, ACK. */
import { type CloseInTurnTerms, closerInTurn, explainCloseInTurn } from '../close-in-turn.ts'
import { peerOf } from '../closing.ts'
import type { Rule } from '../rule.ts'

/** What the rule and its words share. */
export type Close4wayTerms = CloseInTurnTerms<'fin' | 'fin-acknowledged' | 'second-fin'>

/** Each FIN was acknowledged by a segment of its own: the second end closed some time after the first. */
export const close4way: Rule<'close-4way', Close4wayTerms> = {
  id: 'close-4way',
  question: 'Was the connection closed in four segments, each end in its own time?',
  severity: 'ok',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.10.4'],
  phases: ['open', 'mid-stream'],
  plain: true,
  holds(c) {
    const first = closerInTurn(c)
    return first !== undefined && first.finAckedPacket !== peerOf(c, first).finPacket
  },
  explain: (c) =>
    explainCloseInTurn(c, (first, second) => [
      { point: 'fin', packets: [first.finPacket] },
      { point: 'fin-acknowledged', packets: [first.finAckedPacket] },
      { point: 'second-fin', packets: [second.finPacket] },
    ]),
}
