/** `land-attack`: SYNs whose source is their destination. */
import type { Connection } from '../../analysis/connection.ts'
import { synPackets } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `land-attack` and its words speak of. */
export interface LandAttackTerms {
  values: { syns: number }
  point: 'same-ends'
  alternative: 'open-simultaneous'
  next: 'source' | 'filter'
}

/** `land-attack`: SYNs whose source is their destination. */
export const landAttack: Rule<'land-attack', LandAttackTerms> = {
  id: 'land-attack',
  question: 'Do SYNs come from the very address and port that they go to?',
  severity: 'warning',
  sections: ['RFC 4953 §2.1', 'RFC 9293 §3.10.7.2'],
  phases: ['syn-only', 'answered', 'open'],
  holds: (c) => c.toItself && (c.isOpenToItself ? refusedItself(c) : c.client.packets === c.client.synCount),
  explain(c: Connection): Finding<LandAttackTerms> {
    return {
      certainty: 'proven',
      blame: 'client',
      values: { syns: c.client.synCount },
      evidence: [{ point: 'same-ends', packets: synPackets(c) }],
      alternatives: ['open-simultaneous'],
      next: [
        { step: 'source', command: 'tcpdump -eni any tcp', where: 'capture-host' },
        { step: 'filter', command: 'sysctl -a 2>/dev/null | grep -w rp_filter', where: 'server' },
      ],
    }
  },
}

/** The host takes the packet for its own, answers itself, and resets what it never asked for; who connects to itself goes on. */
function refusedItself({ client }: Connection): boolean {
  return client.rstCount > 0 && client.dataPackets === 0 && !client.sentFin
}
