/** `rst-after-fin`: data for an end that had closed. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { endingReset, forgery, hasReset, ofLiveSocket, resetsOf } from '../resets.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface RstAfterFinTerms {
  values: { closer: SideName; writer: SideName; sinceFinNs: number; lostBytes: number; crossing: 'yes' | 'no' }
  point: 'fin' | 'fin-acknowledged' | 'data' | 'reset'
  alternative: 'half-close-data' | 'rst-unknown-connection'
  next: 'idle-limits' | 'closer-log'
}

/** FIN of one end, data of the other that it never acknowledges, and its RST. */
export const rstAfterFin: Rule<'rst-after-fin', RstAfterFinTerms> = {
  id: 'rst-after-fin',
  question: 'Was data sent to an end that had already closed?',
  severity: 'error',
  sections: ['RFC 9293 §3.6.1', 'RFC 9293 §3.10.7.1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['rst'],
  holds(c) {
    if (!hasReset(c) || (!c.client.sentFin && !c.server.sentFin)) return false
    const reset = endingReset(c)
    if (reset === undefined || ofLiveSocket(c, reset)) return false
    const closer = endOf(c, reset.side)
    const writer = endOf(c, 1 - reset.side)
    if (!closer.sentFin || closer.finPacket > reset.packet || writer.lastData === 0 || answerTo(c, writer, reset) === undefined)
      return false
    const unacknowledged = writer.sentFin ? writer.finPos - closer.ackPos : writer.peerHasNotAcked
    return unacknowledged > 0 && forgery(c) === undefined
  },
  explain(c: Connection): Finding<RstAfterFinTerms> {
    const ending = endingReset(c)
    if (ending === undefined) throw new Error('a reset ended the connection')
    const closer = endOf(c, ending.side)
    const writer = endOf(c, 1 - ending.side)
    const reset = answerTo(c, writer, ending) ?? ending
    const crossing = writer.lastData < closer.finPacket || !closer.finAcked || writer.lastData < closer.finAckedPacket
    const evidence: [Evidence<RstAfterFinTerms>, ...Evidence<RstAfterFinTerms>[]] = [{ point: 'fin', packets: [closer.finPacket] }]
    if (closer.finAcked && closer.finAckedPacket < writer.lastData)
      evidence.push({ point: 'fin-acknowledged', packets: [closer.finAckedPacket] })
    evidence.push({ point: 'data', packets: [writer.lastData] }, { point: 'reset', packets: [reset.packet] })
    return {
      certainty: 'likely',
      blame: crossing ? 'nobody' : nameOf(writer.side),
      values: {
        closer: nameOf(closer.side),
        writer: nameOf(writer.side),
        sinceFinNs: writer.lastDataTimeNs - closer.finTimeNs,
        lostBytes: (writer.sentFin ? writer.finPos : writer.nxtPos) - closer.ackPos,
        crossing: crossing ? 'yes' : 'no',
      },
      evidence,
      alternatives: ['half-close-data', 'rst-unknown-connection'],
      next: [
        { step: 'idle-limits', command: 'grep -ri keepalive_timeout /etc/nginx /etc/haproxy 2>/dev/null', where: nameOf(closer.side) },
        { step: 'closer-log', command: 'journalctl --since "-1h" -p warning', where: nameOf(closer.side) },
      ],
    }
  },
}

/** The reset that answers the writer's last data: each segment that was on its way gets one. */
function answerTo(c: Connection, writer: Endpoint, ending: TrackedEvent): TrackedEvent | undefined {
  if (writer.lastData < ending.packet) return ending
  const answer = resetsOf(c).find(({ side, packet }) => side === ending.side && packet > writer.lastData)
  // Of a long series of resets only the first ones are remembered.
  return answer ?? (endOf(c, ending.side).rstCount > 1 ? ending : undefined)
}
