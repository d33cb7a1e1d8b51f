/** `proxy-suspected`: the handshake is answered from next door, the requests from far away. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import type { Finding, Rule } from '../rule.ts'
import { NOTICED_NS, legNs, thinkNs } from '../waits.ts'

/** What the verdict `proxy-suspected` and its words speak of. */
export interface ProxySuspectedTerms {
  values: { handshakeNs: number; answerNs: number; ttl: number }
  point: 'handshake' | 'answer'
  alternative: 'slow-server'
  next: 'path' | 'server-view'
}

/** A round trip this short ends in the same building: the packets went 100 km there and back at most. */
const NEXT_DOOR_NS = 1e6
/** TTLs that no router has touched. */
const WHOLE_TTLS: readonly number[] = [64, 128, 255]

/** `proxy-suspected`: the handshake is answered from next door, the requests from far away. */
export const proxySuspected: Rule<'proxy-suspected', ProxySuspectedTerms> = {
  id: 'proxy-suspected',
  question: 'Does something near answer in place of a far server?',
  severity: 'info',
  sections: ['RFC 3135 §2', 'RFC 3234 §2.8'],
  phases: ['open'],
  holds(c: Connection): boolean {
    const { server } = c
    if (server.turns === 0 || !(thinkNs(c, server) >= NOTICED_NS) || !c.handshakeSeen || !(legNs(c, server) < NEXT_DOOR_NS)) return false
    // All answers were late, not just one: the way is long, not the work.
    if (!(server.turnTotalNs >= server.turns * NOTICED_NS)) return false
    if (!server.knows('ttl') || server.minTtl !== server.maxTtl || !WHOLE_TTLS.includes(server.maxTtl)) return false
    return isElsewhere(c) && vantageOf(c).point !== 'server-side'
  },
  explain(c: Connection): Finding<ProxySuspectedTerms> {
    const { server } = c
    return {
      certainty: 'possible',
      blame: 'nobody',
      values: { handshakeNs: legNs(c, server), answerNs: server.turnTotalNs / server.turns, ttl: server.maxTtl },
      evidence: [
        { point: 'handshake', packets: [c.client.synPacket, server.synPacket] },
        { point: 'answer', packets: [server.longestTurnFrom, server.longestTurnPacket] },
      ],
      alternatives: ['slow-server'],
      next: [
        { step: 'path', command: `traceroute -n -T -p ${c.serverPort} ${c.serverAddress}`, where: 'client' },
        { step: 'server-view', command: `tcpdump -ni any 'tcp port ${c.serverPort}'`, where: 'server' },
      ],
    }
  },
}

/** The addresses do not even begin alike: an untouched TTL cannot come from there. */
export function isElsewhere(c: Pick<Connection, 'clientKey' | 'serverKey' | 'clientAddress' | 'serverAddress' | 'ipVersion'>): boolean {
  if (c.clientKey === c.serverKey) return false
  if (c.ipVersion === 4) return c.clientKey >>> 16 !== c.serverKey >>> 16
  const site = (address: string) => address.split(':').slice(0, 3).join(':')
  return site(c.clientAddress) !== site(c.serverAddress)
}
