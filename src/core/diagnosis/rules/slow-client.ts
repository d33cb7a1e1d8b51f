/** `slow-client`: it was the client's turn, and it took its time. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'
import { ROUND_TRIPS, activeNs, legNs, lossInBetween, rolesTell, roundTripNs, takesTime, waitedNs } from '../waits.ts'

/** What the verdict `slow-client` and its words speak of. */
export interface SlowClientTerms {
  values: { waitNs: number; totalNs: number; activeNs: number; isPause: number }
  point: 'before' | 'behind'
  alternative: 'slow-server' | 'slow-network' | 'open-normal'
  next: 'program'
}

/** In the middle of what it says, a program goes on at once; below half a second it may have been busy. */
const PAUSE_NS = 500e6
/** Between an answer and the next request there is more to do; but after a second, even a person notices (so RFC 6298 §2.1 waits no less). */
const TURN_NS = 1e9
/** Four and more small segments that waited for delayed ACKs have a verdict of their own. */
const FEW_STALLS = 3

/** `slow-client`: it was the client's turn, and it took its time. */
export const slowClient: Rule<'slow-client', SlowClientTerms> = {
  id: 'slow-client',
  question: 'Did the client wait before it sent its next data?',
  severity: 'info',
  sections: ['RFC 9293 §3.8.4'],
  phases: ['open', 'mid-stream'],
  holds(c: Connection): boolean {
    const { client, server } = c
    if ((!(client.longestTurnNs >= TURN_NS) && !(client.longestPauseNs >= PAUSE_NS)) || !rolesTell(c)) return false
    if (server.zeroWindows > 0 || client.nagleStalls >= FEW_STALLS || client.keepalives > 0 || client.rawWindowFilled >= FEW_STALLS)
      return false
    const waited = longestWait(c)
    if (!(waited.ns >= (waited.isPause ? PAUSE_NS : TURN_NS)) || !(waited.ns > ROUND_TRIPS * roundTripNs(c))) return false
    const totalNs = waitedNs(c, client)
    // Who keeps the other waiting longer is the slow one.
    if (!takesTime(c, totalNs) || (server.turns > 0 && waitedNs(c, server) > totalNs)) return false
    return !lossInBetween(c, client, waited.from, waited.packet, waited.idStep)
  },
  explain(c: Connection): Finding<SlowClientTerms> {
    const waited = longestWait(c)
    return {
      certainty: 'likely',
      blame: 'client',
      values: { waitNs: waited.ns, totalNs: waitedNs(c, c.client), activeNs: activeNs(c), isPause: waited.isPause ? 1 : 0 },
      evidence: [
        { point: 'before', packets: [waited.from] },
        { point: 'behind', packets: [waited.packet] },
      ],
      alternatives: ['open-normal', 'slow-server', 'slow-network'],
      next: [{ step: 'program', command: `ss -tnpi '( dport = :${c.serverPort} )'`, where: 'client' }],
    }
  },
}

interface ClientWait {
  readonly ns: number
  readonly from: number
  readonly packet: number
  readonly idStep: number
  readonly isPause: boolean
}

/** The longest wait of the client: for its answer to the server's data, or between two pieces of its own. */
function longestWait(c: Connection): ClientWait {
  const { client } = c
  const turnNs = client.turns === 0 ? 0 : client.longestTurnNs - legNs(c, client)
  if (turnNs > client.longestPauseNs && (turnNs >= TURN_NS || client.longestPauseNs < PAUSE_NS))
    return { ns: turnNs, from: client.longestTurnFrom, packet: client.longestTurnPacket, idStep: client.longestTurnIdStep, isPause: false }
  return {
    ns: client.longestPauseNs,
    from: client.longestPauseFrom,
    packet: client.longestPausePacket,
    idStep: client.longestPauseIdStep,
    isPause: true,
  }
}
