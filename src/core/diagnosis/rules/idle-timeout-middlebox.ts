/** `idle-timeout-middlebox`: after a long idle time the connection was gone on the way. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the verdict `idle-timeout-middlebox` and its words speak of. */
export interface IdleTimeoutMiddleboxTerms {
  values: { speaker: SideName; other: SideName; idleNs: number; repeats: number; usualTtl: number; rstTtl: number }
  point: 'last-heard' | 'unanswered' | 'foreign-reset'
  alternative: 'blackhole-timeout' | 'rst-unknown-connection'
  next: 'both-ends' | 'keepalive' | 'timeout'
}

/** No NAT or firewall that is in use forgets an open connection sooner: one minute is the shortest limit of common products. */
const SHORTEST_LIMIT_NS = 59e9
/** Repeats without any answer, as for a black hole. */
const FEWEST_REPEATS = 2

/** `idle-timeout-middlebox`: after a long idle time the connection was gone on the way. */
export const idleTimeoutMiddlebox: Rule<'idle-timeout-middlebox', IdleTimeoutMiddleboxTerms> = {
  id: 'idle-timeout-middlebox',
  question: 'Was the connection forgotten on the way after a long idle time?',
  severity: 'error',
  sections: ['RFC 5382 §5', 'RFC 9293 §3.8.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['rst', 'retransmission'],
  holds: (c) => forgotten(c) !== undefined,
  explain(c: Connection): Finding<IdleTimeoutMiddleboxTerms> {
    const found = forgotten(c)
    if (found === undefined) throw new Error('a forgotten connection')
    const { speaker, rst } = found
    const other = peerOf(c, speaker)
    const [firstRepeat, ...repeats] = repeatsOf(c, speaker)
    const lastHeard = speaker.longestTurnPacket === speaker.lastData ? speaker.longestTurnFrom : speaker.longestPauseFrom
    const evidence: [Evidence<IdleTimeoutMiddleboxTerms>, ...Evidence<IdleTimeoutMiddleboxTerms>[]] = [
      { point: 'last-heard', packets: [rst === undefined ? other.lastPacket : lastHeard] },
    ]
    if (rst === undefined)
      evidence.push({ point: 'unanswered', packets: firstRepeat === undefined ? [speaker.lastData] : [firstRepeat, ...repeats] })
    else evidence.push({ point: 'foreign-reset', packets: [rst.packet] })
    return {
      certainty: rst === undefined ? 'possible' : 'likely',
      blame: 'path',
      values: {
        speaker: nameOf(speaker.side),
        other: nameOf(other.side),
        idleNs: found.idleNs,
        repeats: repeats.length + 1,
        usualTtl: other.maxTtl,
        rstTtl: rst?.ttl ?? 0,
      },
      evidence,
      alternatives: ['blackhole-timeout', 'rst-unknown-connection'],
      next: [
        {
          step: 'both-ends',
          command: `ss -tan '( sport = :${other.side === 0 ? c.clientPort : c.serverPort} )'`,
          where: nameOf(other.side),
        },
        { step: 'keepalive', command: 'sysctl net.ipv4.tcp_keepalive_time net.ipv4.tcp_keepalive_intvl', where: nameOf(speaker.side) },
        { step: 'timeout', command: 'sysctl net.netfilter.nf_conntrack_tcp_timeout_established', where: 'router' },
      ],
    }
  },
}

interface Forgotten {
  readonly speaker: Endpoint
  readonly idleNs: number
  /** A reset in the other end's name that came from somewhere else; undefined when there was only silence. */
  readonly rst: TrackedEvent | undefined
}

function forgotten(c: Connection): Forgotten | undefined {
  return spokeIntoTheVoid(c, c.client, c.server) ?? spokeIntoTheVoid(c, c.server, c.client)
}

/** Its last new data came after a long idle time, and then there was only silence, or a reset of a stranger. */
function spokeIntoTheVoid(c: Connection, speaker: Endpoint, other: Endpoint): Forgotten | undefined {
  const isTurn = speaker.longestTurnNs >= speaker.longestPauseNs
  const idleNs = isTurn ? speaker.longestTurnNs : speaker.longestPauseNs
  if (!(idleNs >= SHORTEST_LIMIT_NS) || speaker.sentFin || speaker.rstCount > 0 || other.packets === 0) return undefined
  const spoke = isTurn ? speaker.longestTurnPacket : speaker.longestPausePacket
  if (other.rstCount > 0) {
    const rst = c.events.find((event) => event.kind === 'rst' && event.side === other.side)
    const isForeign = rst !== undefined && rst.packet > spoke && other.knows('ttl') && (rst.ttl < other.minTtl || rst.ttl > other.maxTtl)
    return isForeign ? { speaker, idleNs, rst } : undefined
  }
  if (other.lastPacket > spoke || speaker.retransmitted < FEWEST_REPEATS || repeatsOf(c, speaker).length < FEWEST_REPEATS) return undefined
  return { speaker, idleNs, rst: undefined }
}

function repeatsOf(c: Connection, speaker: Endpoint): number[] {
  return c.events
    .filter((event) => event.kind === 'retransmission' && event.side === speaker.side && event.packet > peerOf(c, speaker).lastPacket)
    .map((event) => event.packet)
}
