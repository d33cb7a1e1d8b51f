/** `close-3seg`: FIN, FIN with ACK, ACK. */
import { type CloseInTurnTerms, closerInTurn, explainCloseInTurn } from '../close-in-turn.ts'
import { peerOf } from '../closing.ts'
import type { Rule } from '../rule.ts'

/** What the rule and its words share. */
export type Close3segTerms = CloseInTurnTerms<'fin' | 'fin-with-ack'>

/** The second FIN also acknowledged the first: the second end closed within the delay of its acknowledgment (RFC 9293 §3.8.6.3). */
export const close3seg: Rule<'close-3seg', Close3segTerms> = {
  id: 'close-3seg',
  question: 'Was the connection closed in three segments, the second end at once after the first?',
  severity: 'ok',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.8.6.3'],
  phases: ['open', 'mid-stream'],
  plain: true,
  holds(c) {
    const first = closerInTurn(c)
    return first !== undefined && first.finAckedPacket === peerOf(c, first).finPacket
  },
  explain: (c) =>
    explainCloseInTurn(c, (first, second) => [
      { point: 'fin', packets: [first.finPacket] },
      { point: 'fin-with-ack', packets: [second.finPacket] },
    ]),
}
