/** `keepalive-timeout`: keepalive probes went unanswered until the prober gave up. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import { packetsOfKind } from '../opening.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the verdict `keepalive-timeout` and its words speak of. */
export interface KeepaliveTimeoutTerms {
  values: { prober: SideName; other: SideName; probes: number; silenceNs: number; hasReset: number }
  point: 'last-heard' | 'probes' | 'reset'
  alternative: 'idle-timeout-middlebox' | 'blackhole-timeout'
  next: 'reach' | 'other-end'
}

/** With a reset at the end two will do: programs may be set to that few. */
const FEWEST_WITH_RESET = 2
/** Without, the prober may still go on. */
const FEWEST_WITHOUT = 3

/** `keepalive-timeout`: keepalive probes went unanswered until the prober gave up. */
export const keepaliveTimeout: Rule<'keepalive-timeout', KeepaliveTimeoutTerms> = {
  id: 'keepalive-timeout',
  question: 'Did the other end of an idle connection stop answering?',
  severity: 'error',
  sections: ['RFC 9293 §3.8.4', 'RFC 1122 §4.2.3.6'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['keepalive'],
  holds: (c) => givenUp(c) !== undefined,
  explain(c: Connection): Finding<KeepaliveTimeoutTerms> {
    const prober = givenUp(c)
    if (prober === undefined) throw new Error('a prober without answer')
    const other = peerOf(c, prober)
    const [first = prober.lastPacket, ...rest] = packetsOfKind(c, 'keepalive', prober.side).filter((packet) => packet > other.lastPacket)
    const evidence: [Evidence<KeepaliveTimeoutTerms>, ...Evidence<KeepaliveTimeoutTerms>[]] = [
      { point: 'last-heard', packets: [other.lastPacket] },
      { point: 'probes', packets: [first, ...rest] },
    ]
    if (prober.rstPacket !== 0) evidence.push({ point: 'reset', packets: [prober.rstPacket] })
    return {
      certainty: prober.rstPacket === 0 ? 'likely' : 'proven',
      blame: 'unknown',
      values: {
        prober: nameOf(prober.side),
        other: nameOf(other.side),
        probes: rest.length + 1,
        silenceNs: prober.lastTimeNs - other.lastTimeNs,
        hasReset: prober.rstPacket === 0 ? 0 : 1,
      },
      evidence,
      alternatives: ['idle-timeout-middlebox', 'blackhole-timeout'],
      next: [
        { step: 'reach', command: `mtr -rwn ${other.side === 0 ? c.clientAddress : c.serverAddress}`, where: nameOf(prober.side) },
        {
          step: 'other-end',
          command: `ss -tanoi '( sport = :${other.side === 0 ? c.clientPort : c.serverPort} )'`,
          where: nameOf(other.side),
        },
      ],
    }
  },
}

function givenUp(c: Connection): Endpoint | undefined {
  if (unheard(c, c.client, c.server)) return c.client
  return unheard(c, c.server, c.client) ? c.server : undefined
}

function unheard(c: Connection, prober: Endpoint, other: Endpoint): boolean {
  const fewest = prober.rstCount > 0 ? FEWEST_WITH_RESET : FEWEST_WITHOUT
  if (prober.keepalives - prober.keepalivesAnswered < fewest || other.packets === 0 || other.rstCount > 0 || prober.sentFin) return false
  return packetsOfKind(c, 'keepalive', prober.side).filter((packet) => packet > other.lastPacket).length >= fewest
}
