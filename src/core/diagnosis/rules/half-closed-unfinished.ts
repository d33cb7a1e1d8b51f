/** `half-closed-unfinished`: one end closed, the other did not follow. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, closedUnheard, firstCloser, halfCloseTalker, nameOf, peerOf } from '../closing.ts'
import { endingReset, hasReset } from '../resets.ts'
import { largeLost } from '../path-mtu.ts'
import { captureIncomplete } from './capture-incomplete.ts'
import { captureOneWay } from './capture-one-way.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface HalfClosedUnfinishedTerms {
  values: { closer: SideName; other: SideName; silenceNs: number; acknowledged: 'yes' | 'no' }
  point: 'fin' | 'fin-acknowledged' | 'last'
  alternative: 'half-close-data' | 'open-established-at-end'
  next: 'close-wait'
}

/** An end that still sends this short a time ago is still at work with its half. */
const AT_WORK_NS = 5e9

/** FIN, ACK, and no FIN of the other end: CLOSE-WAIT there until its program closes. */
export const halfClosedUnfinished: Rule<'half-closed-unfinished', HalfClosedUnfinishedTerms> = {
  id: 'half-closed-unfinished',
  question: 'Did one end close and the other not?',
  severity: 'warning',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.3.2'],
  phases: ['open', 'mid-stream'],
  holds(c) {
    const { client, server } = c
    if (client.sentFin === server.sentFin) return false
    const other = client.sentFin ? server : client
    // In mid-stream an end without data may have sent its FIN before the capture began.
    if (c.phase === 'mid-stream' && other.dataPackets === 0) return false
    if (captureOneWay.holds(c)) return false
    // What was not captured of its end may have been its FIN.
    if (other.isEndUnseen && captureIncomplete.holds(c)) return false
    // What it has to say, perhaps its FIN too, is too large for the path.
    if (largeLost(c)?.sender === other) return false
    return (
      (other.dataAfterPeerFin === 0 || halfCloseTalker(c) === undefined || c.capture.lastTimeNs - other.lastDataTimeNs > AT_WORK_NS) &&
      (!hasReset(c) || endingReset(c) === undefined) &&
      closedUnheard(c) === undefined
    )
  },
  explain(c: Connection): Finding<HalfClosedUnfinishedTerms> {
    const closer = firstCloser(c) ?? c.client
    const other = peerOf(c, closer)
    const evidence: [Evidence<HalfClosedUnfinishedTerms>, ...Evidence<HalfClosedUnfinishedTerms>[]] = [
      { point: 'fin', packets: [closer.finPacket] },
    ]
    if (closer.finAcked) evidence.push({ point: 'fin-acknowledged', packets: [closer.finAckedPacket] })
    if (c.lastPacket > Math.max(closer.finPacket, closer.finAckedPacket)) evidence.push({ point: 'last', packets: [c.lastPacket] })
    return {
      certainty: !closer.finAcked || isStillSending(c, other) ? 'possible' : c.silenceAfterNs > AT_WORK_NS ? 'proven' : 'likely',
      blame: nameOf(other.side),
      values: {
        closer: nameOf(closer.side),
        other: nameOf(other.side),
        silenceNs: c.capture.lastTimeNs - closer.finTimeNs,
        acknowledged: closer.finAcked ? 'yes' : 'no',
      },
      evidence,
      alternatives: c.silenceAfterNs > AT_WORK_NS ? ['half-close-data'] : ['half-close-data', 'open-established-at-end'],
      next: [
        {
          step: 'close-wait',
          command: `ss -tanp state close-wait '( sport = :${other.side === 1 ? c.serverPort : c.clientPort} )'`,
          where: nameOf(other.side),
        },
      ],
    }
  },
}

/** It has sent something that did not get through: its FIN may be behind that. */
function isStillSending(c: Connection, end: Endpoint): boolean {
  return end.missingBytes > end.missingAckedBytes(peerOf(c, end).ackPos)
}
