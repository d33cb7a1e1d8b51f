/** ttl-exceeded, in English. */
import type { TtlExceededTerms } from '../../diagnosis/rules/ttl-exceeded.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** ttl-exceeded, in English. */
export const ttlExceeded: RuleWords<TtlExceededTerms> = {
  summary: (v) =>
    `The connection request from ${v.client} to ${v.server} ran out of hops at ${v.source}: the routers send it in a circle, or it started with too few hops. The program sees ${v.error}.`,
  refutedBy: () => 'A path to the server with fewer routers than the SYN had hops (traceroute with TCP), and no loop in it.',
  evidence: {
    asked: (v) => (v.ttl > 0 ? `The SYN, with ${v.ttl} hops to go.` : 'The SYN.'),
    expired: (v) =>
      `${v.source} reports that its TTL was used up${Number.isNaN(v.afterNs) ? '' : `, ${formatDuration(v.afterNs, 'en')} later`}.`,
  },
  alternatives: {
    'routing-loop': () =>
      'A loop between routers is the usual cause; a capture on one of them would show the same SYN again and again with ever fewer hops.',
  },
  next: {
    path: () => 'Two addresses that take turns are the routers of the loop.',
    route: (v) => `On ${v.source} and its neighbour: two routes for the server's network that point at each other make the loop.`,
  },
}
