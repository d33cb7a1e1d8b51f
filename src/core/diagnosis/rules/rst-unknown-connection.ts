/** `rst-unknown-connection`: a RST of a host that does not know the connection. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import { captureCommand } from '../commands.ts'
import { endingReset, forgery, hasReset, ofLiveSocket, resetsOf, senderOf } from '../resets.ts'
import { halfCloseOrphanRst } from './half-close-orphan-rst.ts'
import { landAttack } from './land-attack.ts'
import { refusedByInjectedRst } from './refused-by-injected-rst.ts'
import { rstAfterFin } from './rst-after-fin.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface RstUnknownConnectionTerms {
  values: { resetter: SideName; other: SideName; quietNs: number }
  point: 'answered' | 'bare-reset'
  alternative: 'rst-injected' | 'rst-abort' | 'idle-timeout-middlebox'
  next: 'uptime' | 'compare'
}

/** A RST without ACK answers a segment that fits no socket (RFC 9293 §3.5.2, group 1). Also holds for a RST that nothing else explains. */
export const rstUnknownConnection: Rule<'rst-unknown-connection', RstUnknownConnectionTerms> = {
  id: 'rst-unknown-connection',
  question: 'Does the other end no longer know the connection?',
  severity: 'error',
  sections: ['RFC 9293 §3.5.2', 'RFC 9293 §3.10.7.1'],
  phases: ['answered', 'open', 'mid-stream'],
  holds(c) {
    if (!hasReset(c) || landAttack.holds(c)) return false
    // Of answers to a SYN only the odd ones are left over: a RST before the SYN-ACK of the same host, and no forgery.
    if (c.phase === 'answered')
      return c.server.sentSynAck && c.server.rstAccepted && c.server.rstPacket < c.server.synPacket && !refusedByInjectedRst.holds(c)
    const reset = endingReset(c)
    return (
      reset !== undefined && !ofLiveSocket(c, reset) && forgery(c) === undefined && !halfCloseOrphanRst.holds(c) && !rstAfterFin.holds(c)
    )
  },
  explain(c: Connection): Finding<RstUnknownConnectionTerms> {
    const reset = endingReset(c) ?? resetsOf(c)[0]
    if (reset === undefined) throw new Error('a reset ended the connection')
    const resetter = senderOf(c, reset)
    const other = peerOf(c, resetter)
    const answered = lastBefore(other.lastData, other.lastPacket, reset.packet)
    const bareReset: Evidence<RstUnknownConnectionTerms> = { point: 'bare-reset', packets: [reset.packet] }
    return {
      certainty: resetter.packets > resetter.rstCount ? 'likely' : 'possible',
      blame: nameOf(resetter.side),
      values: { resetter: nameOf(resetter.side), other: nameOf(other.side), quietNs: reset.timeNs - quietSince(c, reset.timeNs) },
      evidence: answered === 0 ? [bareReset] : [{ point: 'answered', packets: [answered] }, bareReset],
      alternatives: ['idle-timeout-middlebox', 'rst-injected', 'rst-abort'],
      next: [
        { step: 'uptime', command: 'uptime -s; conntrack -L 2>/dev/null | grep -c ESTABLISHED', where: nameOf(resetter.side) },
        { step: 'compare', command: captureCommand(c), where: nameOf(resetter.side) },
      ],
    }
  },
}

function lastBefore(data: number, packet: number, limit: number): number {
  if (packet !== 0 && packet < limit) return packet
  return data < limit ? data : 0
}

/** When the resetting end had last shown that it knew the connection. */
function quietSince(c: Connection, untilNs: number): number {
  const since = Math.max(c.client.lastAdvanceTimeNs, c.server.lastAdvanceTimeNs)
  return since < untilNs ? since : NaN
}
