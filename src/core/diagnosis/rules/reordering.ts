/** `reordering`: packets arrived in another order than they were sent in. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, nameOf } from '../closing.ts'
import { type Repeat, packetsOf, repeatsOf } from '../repeats.ts'
import type { Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface ReorderingTerms {
  values: { sender: SideName; segments: number; longestNs: number }
  point: 'overtaking' | 'overtaken'
  alternative: 'loss-upstream'
  next: 'paths'
}

/** Segments that fill a gap and were sent before the ones in front of them: overtaken, not lost. */
export const reordering: Rule<'reordering', ReorderingTerms> = {
  id: 'reordering',
  question: 'Did packets overtake each other, with nothing lost?',
  severity: 'info',
  sections: ['RFC 9293 §3.4', 'RFC 5681 §3.2'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: true,
  holds: (c) => c.client.outOfOrder + c.server.outOfOrder > 0 && repeatsOf(c).some(isOvertaken),
  explain(c: Connection): Finding<ReorderingTerms> {
    const [first, ...others] = repeatsOf(c).filter(isOvertaken)
    if (first === undefined) throw new Error('an overtaken segment')
    const overtaken: [Repeat, ...Repeat[]] = [first, ...others.filter(({ event }) => event.side === first.event.side)]
    const [gap, ...gaps] = [...new Set(overtaken.flatMap((repeat) => (repeat.gap === undefined ? [] : [repeat.gap.packet])))]
    const late = { point: 'overtaken', packets: packetsOf(overtaken) } as const
    const early: Packets | undefined = gap === undefined ? undefined : [gap, ...gaps]
    return {
      certainty: 'likely',
      blame: 'path',
      values: { sender: nameOf(first.event.side), segments: overtaken.length, longestNs: Math.max(...overtaken.map(({ delayNs }) => delayNs)) },
      evidence: early === undefined ? [late] : [{ point: 'overtaking', packets: early }, late],
      alternatives: ['loss-upstream'],
      next: [{ step: 'paths', command: 'ip -s link; ethtool -l eth0; ip route show', where: 'router' }],
    }
  },
}

function isOvertaken({ cause }: Repeat): boolean {
  return cause === 'reordered'
}
