/** `ttl-exceeded`: the SYN ran out of hops. */
import type { Connection } from '../../analysis/connection.ts'
import { pathCommand, routeCommand } from '../commands.ts'
import { connectError, icmpAnswerOf } from '../icmp-answer.ts'
import { loopedCopies, synFate, synPackets } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `ttl-exceeded` and its words speak of. */
export interface TtlExceededTerms {
  values: { version: number; source: string; error: string; afterNs: number; ttl: number }
  point: 'asked' | 'expired'
  alternative: 'routing-loop'
  next: 'path' | 'route'
}

/** `ttl-exceeded`: the SYN ran out of hops. */
export const ttlExceeded: Rule<'ttl-exceeded', TtlExceededTerms> = {
  id: 'ttl-exceeded',
  question: 'Did a router report that the connection request ran out of hops?',
  severity: 'error',
  sections: ['RFC 1812 §5.3.1', 'RFC 4443 §3.3', 'RFC 1122 §3.2.2.4'],
  phases: ['syn-only'],
  needsNotedPacket: ['icmp'],
  holds(c) {
    return c.icmpErrors !== 0 && (synFate(c) === 'out-of-hops' || (loopedCopies(c).length > 0 && icmpAnswerOf(c)?.kind === 'out-of-hops'))
  },
  explain(c: Connection): Finding<TtlExceededTerms> {
    const answer = icmpAnswerOf(c)
    if (answer === undefined) throw new Error('an ICMP error answered the SYN')
    const [first, ...others] = answer.errors
    return {
      certainty: 'proven',
      blame: 'path',
      values: {
        version: answer.v6 ? 6 : 4,
        source: answer.source,
        error: connectError(answer.v6, answer.type, answer.code),
        afterNs: answer.afterNs,
        ttl: c.client.knows('ttl') ? c.client.firstTtl : 0,
      },
      evidence: [
        { point: 'asked', packets: synPackets(c) },
        { point: 'expired', packets: [first.packet, ...others.map((error) => error.packet)] },
      ],
      alternatives: ['routing-loop'],
      next: [
        { step: 'path', command: pathCommand(c), where: 'client' },
        { step: 'route', command: routeCommand(c), where: 'router' },
      ],
    }
  },
}
