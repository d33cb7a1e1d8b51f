/** `keepalive-ok`: an idle connection was kept alive, and every question was answered. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf } from '../closing.ts'
import { packetsOfKind } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `keepalive-ok` and its words speak of. */
export interface KeepaliveOkTerms {
  values: { prober: SideName; probes: number; answered: number }
  point: 'probes'
  alternative: 'loss-rto' | 'zero-window'
  next: 'timers'
}

/** `keepalive-ok`: an idle connection was kept alive, and every question was answered. */
export const keepaliveOk: Rule<'keepalive-ok', KeepaliveOkTerms> = {
  id: 'keepalive-ok',
  question: 'Was an idle connection kept alive with probes that were all answered?',
  severity: 'ok',
  sections: ['RFC 9293 §3.8.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['keepalive'],
  holds: (c) => prober(c) !== undefined && unanswered(c.client) + unanswered(c.server) === 0,
  explain(c: Connection): Finding<KeepaliveOkTerms> {
    const end = prober(c)
    if (end === undefined) throw new Error('a prober')
    const [first = end.lastPacket, ...rest] = packetsOfKind(c, 'keepalive', end.side)
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { prober: nameOf(end.side), probes: end.keepalives, answered: end.keepalivesAnswered },
      evidence: [{ point: 'probes', packets: [first, ...rest] }],
      alternatives: ['loss-rto', 'zero-window'],
      next: [{ step: 'timers', command: `ss -tno '( sport = :${c.serverPort} or dport = :${c.serverPort} )'`, where: nameOf(end.side) }],
    }
  },
}

function prober(c: Connection): Endpoint | undefined {
  if (c.client.keepalivesAnswered > 0) return c.client
  return c.server.keepalivesAnswered > 0 ? c.server : undefined
}

function unanswered(end: Endpoint): number {
  return end.keepalives - end.keepalivesAnswered
}
