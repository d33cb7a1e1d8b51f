/** `reordering`: packets arrived in another order than they were sent in. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { type Repeat, packetsOf, repeatsOf } from '../repeats.ts'
import type { Finding, Packets, Rule } from '../rule.ts'

const PARALLEL_PATHS_COMMAND = 'ip -s link; ethtool -l eth0; ip route show'

/** What the rule and its words share. */
export interface ReorderingTerms {
  values: { sender: SideName; receiver: SideName; segments: number; longestNs: number; seen: 'arriving' | 'reported' }
  point: 'overtaking' | 'overtaken' | 'hole' | 'filled'
  alternative: 'loss-upstream'
  next: 'paths'
}

/**
 * Segments that fill a gap and were sent before the ones in front of them: overtaken, not lost. At the sender's side it shows by a hole that
 * the receiver reports, and that closes although nothing is sent again.
 */
export const reordering: Rule<'reordering', ReorderingTerms> = {
  id: 'reordering',
  question: 'Did packets overtake each other, with nothing lost?',
  severity: 'info',
  sections: ['RFC 9293 §3.4', 'RFC 5681 §3.2'],
  phases: ['open', 'mid-stream'],
  holds: (c) => (c.client.outOfOrder + c.server.outOfOrder > 0 && repeatsOf(c).some(isOvertaken)) || reportedTo(c) !== undefined,
  explain(c: Connection): Finding<ReorderingTerms> {
    const [first, ...others] = repeatsOf(c).filter(isOvertaken)
    if (first === undefined) return reported(c)
    const overtaken: [Repeat, ...Repeat[]] = [first, ...others.filter(({ event }) => event.side === first.event.side)]
    const [gap, ...gaps] = [...new Set(overtaken.flatMap((repeat) => (repeat.gap === undefined ? [] : [repeat.gap.packet])))]
    const late = { point: 'overtaken', packets: packetsOf(overtaken) } as const
    const early: Packets | undefined = gap === undefined ? undefined : [gap, ...gaps]
    return {
      certainty: 'likely',
      blame: 'path',
      values: {
        sender: nameOf(first.event.side),
        receiver: nameOf(1 - first.event.side),
        segments: overtaken.length,
        longestNs: Math.max(...overtaken.map(({ delayNs }) => delayNs)),
        seen: 'arriving',
      },
      evidence: early === undefined ? [late] : [{ point: 'overtaking', packets: early }, late],
      alternatives: ['loss-upstream'],
      next: [{ step: 'paths', command: PARALLEL_PATHS_COMMAND, where: 'router' }],
    }
  },
}

/** The end that was told of a hole in its stream, and sent nothing again; undefined as a rule. */
function reportedTo(c: Connection): Endpoint | undefined {
  const { client, server } = c
  if (client.firstSackPacket + server.firstSackPacket === 0) return undefined
  if (closedWithoutRepeat(server, client)) return server
  return closedWithoutRepeat(client, server) ? client : undefined
}

function closedWithoutRepeat(sender: Endpoint, receiver: Endpoint): boolean {
  return (
    receiver.firstSackPacket > 0 &&
    sender.retransmitted + sender.outOfOrder + sender.gaps + sender.badChecksums + receiver.ackedUnseen === 0 &&
    sender.finCount <= 1 &&
    sender.dataPackets > 0 &&
    receiver.ackPos >= sender.nxtPos
  )
}

function reported(c: Connection): Finding<ReorderingTerms> {
  const sender = reportedTo(c)
  if (sender === undefined) throw new Error('an overtaken segment')
  const receiver = endOf(c, 1 - sender.side)
  return {
    certainty: 'likely',
    blame: 'path',
    values: { sender: nameOf(sender.side), receiver: nameOf(receiver.side), segments: 1, longestNs: NaN, seen: 'reported' },
    evidence: [
      { point: 'hole', packets: [receiver.firstSackPacket] },
      { point: 'filled', packets: [receiver.lastPacket] },
    ],
    alternatives: ['loss-upstream'],
    next: [{ step: 'paths', command: PARALLEL_PATHS_COMMAND, where: 'router' }],
  }
}

function isOvertaken({ cause }: Repeat): boolean {
  return cause === 'reordered'
}
