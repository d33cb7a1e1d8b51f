/** `timewait-late-segment`: an old segment turned up after the close. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, closingPacket, fullyClosed, nameOf } from '../closing.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface TimewaitLateSegmentTerms {
  values: { sender: SideName; afterNs: number; bytes: number; ended: 'yes' | 'no' }
  point: 'closed' | 'late' | 'answer' | 'reset'
  alternative: 'rst-unknown-connection'
  next: never
}

/** Data after both FINs were acknowledged, or an answer of TIME-WAIT to something unseen that the other end resets (RFC 1337 §1). */
export const timewaitLateSegment: Rule<'timewait-late-segment', TimewaitLateSegmentTerms> = {
  id: 'timewait-late-segment',
  question: 'Did an old duplicate appear after the close?',
  severity: 'info',
  sections: ['RFC 9293 §3.6.1', 'RFC 1337 §1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['late-segment'],
  holds: (c) => fullyClosed(c) && lateSegment(c) !== undefined,
  explain(c: Connection): Finding<TimewaitLateSegmentTerms> {
    const late = lateSegment(c)
    if (late === undefined) throw new Error('a late segment')
    const evidence: [Evidence<TimewaitLateSegmentTerms>, ...Evidence<TimewaitLateSegmentTerms>[]] = [
      { point: 'closed', packets: [closingPacket(c)] },
      { point: late.payloadLen > 0 ? 'late' : 'answer', packets: [late.packet] },
    ]
    const answer =
      late.payloadLen > 0
        ? c.events.find((event) => event.kind === 'late-segment' && event.packet > late.packet && event.side !== late.side)
        : undefined
    if (answer !== undefined) evidence.push({ point: 'answer', packets: [answer.packet] })
    const reset = resetAfter(c, late)
    if (reset !== undefined) evidence.push({ point: 'reset', packets: [reset.packet] })
    const closedNs = Math.max(c.client.finAckedTimeNs, c.server.finAckedTimeNs)
    return {
      certainty: late.payloadLen > 0 ? 'proven' : 'likely',
      blame: 'path',
      values: {
        sender: nameOf(late.payloadLen > 0 ? late.side : 1 - late.side),
        afterNs: late.timeNs - closedNs,
        bytes: late.payloadLen,
        ended: reset === undefined ? 'no' : 'yes',
      },
      evidence,
      alternatives: ['rst-unknown-connection'],
      next: [],
    }
  },
}

/** Data behind the close; or a bare ACK, unless it repeats the last ACK for a repeated FIN, that the other end answers with RST. */
function lateSegment(c: Connection): TrackedEvent | undefined {
  for (const event of c.events) {
    if (event.kind !== 'late-segment') continue
    if (event.payloadLen > 0) return event
    if (resetAfter(c, event) !== undefined) return event
  }
  return undefined
}

function resetAfter(c: Connection, late: TrackedEvent): TrackedEvent | undefined {
  return c.events.find((event) => event.kind === 'rst' && event.packet > late.packet)
}
