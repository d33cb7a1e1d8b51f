/** `slow-server`: the request was there, and the answer took its time. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'
import {
  NOTICED_NS,
  ROUND_TRIPS,
  activeNs,
  legNs,
  lossInBetween,
  rolesTell,
  roundTripNs,
  takesTime,
  thinkNs,
  unpausedNs,
  waitedNs,
} from '../waits.ts'

/** What the verdict `slow-server` and its words speak of. */
export interface SlowServerTerms {
  values: { thinkNs: number; wayNs: number; answers: number; totalNs: number; activeNs: number; port: number }
  point: 'request' | 'answer'
  alternative: 'slow-network' | 'proxy-suspected' | 'loss-rto'
  next: 'program' | 'accept'
}

/** After a minute, clients and proxies have given up on an answer: what comes later is news, not an answer. */
const LONGEST_ANSWER_NS = 60e9
/** A wait this long is noticed even if the client had let far more time pass: even a timer for the unknown waits no longer (RFC 6298 §2.1). */
const LONG_NS = 1e9

/** `slow-server`: the request was there, and the answer took its time. */
export const slowServer: Rule<'slow-server', SlowServerTerms> = {
  id: 'slow-server',
  question: 'Did the server take long to answer?',
  severity: 'warning',
  sections: ['RFC 9293 §3.8.6.3', 'RFC 6298 §2'],
  phases: ['open', 'mid-stream'],
  holds(c: Connection): boolean {
    const { server, client } = c
    if (!(server.longestTurnNs >= NOTICED_NS) || !rolesTell(c) || server.longestTurnNs > LONGEST_ANSWER_NS) return false
    const ns = thinkNs(c, server)
    if (!(ns > NOTICED_NS) || !(ns > ROUND_TRIPS * roundTripNs(c)) || !isNoticed(c, ns)) return false
    // An answer that had no room to go to, or went to another place, is no slow answer.
    if (client.zeroWindows > 0 || !client.hasAcked) return false
    return !lossInBetween(c, server, server.longestTurnFrom, server.longestTurnPacket, server.longestTurnIdStep)
  },
  explain(c: Connection): Finding<SlowServerTerms> {
    const { server } = c
    const { point } = vantageOf(c)
    const evidence: [Evidence<SlowServerTerms>, ...Evidence<SlowServerTerms>[]] = [
      { point: 'request', packets: [server.longestTurnFrom] },
      { point: 'answer', packets: [server.longestTurnPacket] },
    ]
    return {
      certainty: point === 'server-side' ? 'proven' : 'likely',
      blame: 'server',
      values: {
        thinkNs: thinkNs(c, server),
        wayNs: legNs(c, server),
        answers: server.turns,
        totalNs: waitedNs(c, server),
        activeNs: activeNs(c),
        port: c.serverPort,
      },
      evidence,
      alternatives: point === 'server-side' ? ['slow-network'] : ['slow-network', 'loss-rto', 'proxy-suspected'],
      next: [
        { step: 'program', command: `ss -tnp '( sport = :${c.serverPort} )'`, where: 'server' },
        { step: 'accept', command: `ss -ltn '( sport = :${c.serverPort} )'`, where: 'server' },
      ],
    }
  },
}

/** The waits are what the connection's time went into; of a long one, what its time went into while nobody waited for the client. */
function isNoticed(c: Connection, longestNs: number): boolean {
  const waited = waitedNs(c, c.server)
  return takesTime(c, waited) || (longestNs >= LONG_NS && takesTime(c, waited, unpausedNs(c)))
}
