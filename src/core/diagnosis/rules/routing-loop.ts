/** `routing-loop`: one SYN passes the capture point again and again with ever fewer hops. */
import type { Connection } from '../../analysis/connection.ts'
import { pathCommand, routeCommand } from '../commands.ts'
import { loopedCopies, synFate } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `routing-loop` and its words speak of. */
export interface RoutingLoopTerms {
  values: { passes: number; firstTtl: number; lastTtl: number }
  point: 'first' | 'again'
  alternative: 'duplicate-capture' | 'syn-no-answer'
  next: 'route' | 'path'
}

/** `routing-loop`: one SYN passes the capture point again and again with ever fewer hops. */
export const routingLoop: Rule<'routing-loop', RoutingLoopTerms> = {
  id: 'routing-loop',
  question: 'Does the same packet circle between routers?',
  severity: 'error',
  sections: ['RFC 1812 §5.3.1', 'RFC 791 §3.2'],
  phases: ['syn-only'],
  needsNotedPacket: true,
  holds(c) {
    return synFate(c) === 'looped'
  },
  explain(c: Connection): Finding<RoutingLoopTerms> {
    const copies = loopedCopies(c)
    const [first, ...others] = copies
    if (first === undefined) throw new Error('a loop shows copies')
    // The log keeps the first copies only; the latest packet is known besides.
    const lastTtl = Math.min(copies.at(-1)?.ttl ?? first.ttl, c.client.lastTtl)
    return {
      certainty: 'proven',
      blame: 'path',
      values: { passes: c.client.copies + c.client.synCount, firstTtl: c.client.firstTtl, lastTtl },
      evidence: [
        { point: 'first', packets: [c.firstPacket] },
        { point: 'again', packets: [first.packet, ...others.map((event) => event.packet)] },
      ],
      alternatives: ['duplicate-capture'],
      next: [
        { step: 'route', command: routeCommand(c), where: 'router' },
        { step: 'path', command: pathCommand(c), where: 'client' },
      ],
    }
  },
}
