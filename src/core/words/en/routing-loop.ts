/** routing-loop, in English. */
import type { RoutingLoopTerms } from '../../diagnosis/rules/routing-loop.ts'
import type { RuleWords } from '../rule-words.ts'

/** routing-loop, in English. */
export const routingLoop: RuleWords<RoutingLoopTerms> = {
  summary: (v) =>
    `The connection request from ${v.client} to ${v.server} goes round in a circle: the same packet passed this point ${v.passes} times, with ever fewer hops left. Two routers send it to each other.`,
  refutedBy: () => 'Copies with different IP IDs or rising TTL: then they are separate packets, not one that circles.',
  evidence: {
    first: (v) => `The SYN, with ${v.firstTtl} hops to go.`,
    again: (v) => `The same SYN again and again, down to ${v.lastTtl} hops: it comes back to this point each time.`,
  },
  alternatives: {
    'duplicate-capture': () =>
      'A packet captured on both sides of one router appears twice, one hop apart; this one loses hops with every pass.',
    'syn-no-answer': () => 'The SYNs are not repeats of the client: it would start each with all its hops.',
  },
  next: {
    route: (v) => `On both routers: the routes to ${v.serverAddress} point at each other. One of them is wrong or missing.`,
    path: () => 'Two addresses that take turns are the routers of the loop.',
  },
}
