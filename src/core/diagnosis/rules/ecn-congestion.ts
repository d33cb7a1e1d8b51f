/** `ecn-congestion`: routers signalled congestion without dropping packets. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, nameOf } from '../closing.ts'
import { lossPathCommand } from '../commands.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface EcnCongestionTerms {
  values: { sender: SideName; receiver: SideName; seen: 'mark' | 'echo' | 'both' }
  point: 'agreed' | 'mark' | 'echo'
  alternative: 'loss-congestion'
  next: 'queues'
}

/** CE marks on packets of a connection that had agreed to ECN, or the receiver's echo of them. */
export const ecnCongestion: Rule<'ecn-congestion', EcnCongestionTerms> = {
  id: 'ecn-congestion',
  question: 'Did routers mark packets instead of dropping them?',
  severity: 'warning',
  sections: ['RFC 3168 §6.1', 'RFC 9768 §3.1'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['ce-mark', 'ecn-echo'],
  holds: (c) => signals(c).length > 0,
  explain(c: Connection): Finding<EcnCongestionTerms> {
    const seen = signals(c)
    const mark = seen.find((event) => event.kind === 'ce-mark')
    const sender = mark?.side ?? 1 - (seen[0]?.side ?? 0)
    const echo = seen.find((event) => event.kind === 'ecn-echo' && event.side !== sender)
    const evidence: Evidence<EcnCongestionTerms>[] = []
    if (c.handshakeSeen) evidence.push({ point: 'agreed', packets: [c.client.synPacket, c.server.synPacket] })
    if (mark !== undefined) evidence.push({ point: 'mark', packets: [mark.packet] })
    if (echo !== undefined) evidence.push({ point: 'echo', packets: [echo.packet] })
    return {
      certainty: 'proven',
      blame: 'path',
      values: {
        sender: nameOf(sender),
        receiver: nameOf(1 - sender),
        seen: mark === undefined ? 'echo' : echo === undefined ? 'mark' : 'both',
      },
      evidence: [evidence[0] ?? { point: 'mark', packets: [c.lastPacket] }, ...evidence.slice(1)],
      alternatives: ['loss-congestion'],
      next: [{ step: 'queues', command: `tc -s qdisc; ${lossPathCommand(c, 1 - sender)}`, where: 'router' }],
    }
  },
}

/** Marks count where ECN was agreed to, or the opening was not seen; echoes only in classic ECN: in Accurate ECN the same flags count. */
function signals(c: Connection): readonly TrackedEvent[] {
  const { client, server } = c
  if (!client.ceMarked && !server.ceMarked && !client.ecnEcho && !server.ecnEcho) return NONE
  const unknown = !client.isnSeen || !server.isnSeen
  const agreed = client.ecnSetup && server.ecnSetup
  if (!unknown && !agreed) return NONE
  const classic = client.ecnSetup && server.ecnAgreed
  // Without the handshake, a mark alone may be an old use of the same bits; an echo that follows it is none.
  if (unknown && !(client.ceMarked && server.ecnEcho) && !(server.ceMarked && client.ecnEcho)) return NONE
  return c.events.filter((event) => event.kind === 'ce-mark' || (event.kind === 'ecn-echo' && (classic || unknown)))
}

const NONE: readonly TrackedEvent[] = []
