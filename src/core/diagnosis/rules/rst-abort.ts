/** `rst-abort`: a program threw its connection away. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import { endingReset, forgery, hasReset, ofLiveSocket, resetsOf, senderOf } from '../resets.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface RstAbortTerms {
  values: {
    resetter: SideName
    other: SideName
    sinceDataNs: number
    unreadBytes: number
    cause: 'in-flight' | 'just-received' | 'unknown'
  }
  point: 'reset' | 'received-before' | 'follow-ups'
  alternative: 'rst-injected' | 'keepalive-timeout'
  next: 'program-log' | 'counters'
}

/** A program that closes this soon after data came has probably not read it. */
const JUST_RECEIVED_NS = 100e6

/** RST with ACK at the sender's own next number: its socket knew the connection and dropped it (RFC 9293 §3.10.5). */
export const rstAbort: Rule<'rst-abort', RstAbortTerms> = {
  id: 'rst-abort',
  question: 'Did the program of one end abort the connection?',
  severity: 'error',
  sections: ['RFC 9293 §3.10.5', 'RFC 9293 §3.6.1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['rst'],
  holds(c) {
    if (!hasReset(c)) return false
    const reset = endingReset(c)
    return reset !== undefined && ofLiveSocket(c, reset) && forgery(c) === undefined
  },
  explain(c: Connection): Finding<RstAbortTerms> {
    const reset = endingReset(c)
    if (reset === undefined) throw new Error('a reset ended the connection')
    const resetter = senderOf(c, reset)
    const other = peerOf(c, resetter)
    const followUps = resetsOf(c)
      .filter((later) => later.packet > reset.packet && later.side === reset.side && !ofLiveSocket(c, later))
      .map((later) => later.packet)
    const received = other.lastData !== 0 && other.lastData < reset.packet
    const sinceDataNs = received ? reset.timeNs - other.lastDataTimeNs : NaN
    const justReceived = sinceDataNs < JUST_RECEIVED_NS
    const evidence: [Evidence<RstAbortTerms>, ...Evidence<RstAbortTerms>[]] = [{ point: 'reset', packets: [reset.packet] }]
    if (received) evidence.push({ point: 'received-before', packets: [other.lastData] })
    const [first, ...rest] = followUps
    if (first !== undefined) evidence.push({ point: 'follow-ups', packets: [first, ...rest] satisfies Packets })
    const side = vantageOf(c).point
    const seenWhereSent =
      side === 'same-machine' || (side === 'client-side' && reset.side === 0) || (side === 'server-side' && reset.side === 1)
    // Before the client's ACK it may as well refuse a SYN.
    const isUp = c.phase === 'mid-stream' || reset.packet > c.client.establishingAck
    return {
      certainty: !isUp ? 'possible' : seenWhereSent ? 'proven' : resetter.packets > resetter.rstCount ? 'likely' : 'possible',
      blame: nameOf(resetter.side),
      values: {
        resetter: nameOf(resetter.side),
        other: nameOf(other.side),
        sinceDataNs,
        unreadBytes: Math.max(0, other.nxtPos - Math.max(1, resetter.ackPos)),
        cause: first !== undefined ? 'in-flight' : justReceived ? 'just-received' : 'unknown',
      },
      evidence,
      alternatives: c.client.keepalives + c.server.keepalives === 0 ? ['rst-injected'] : ['keepalive-timeout', 'rst-injected'],
      next: [
        { step: 'program-log', command: `journalctl --since "-1h" | grep -i ${c.serverPort}`, where: nameOf(resetter.side) },
        { step: 'counters', command: "nstat -az | grep -E 'TCPAbortOn(Close|Data|Timeout)'", where: nameOf(resetter.side) },
      ],
    }
  },
}
