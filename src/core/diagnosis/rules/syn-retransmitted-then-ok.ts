/** `syn-retransmitted-then-ok`: the connection came up late, after a repeated SYN. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { FLAG } from '../../analysis/event-facts.ts'
import { captureCommand } from '../commands.ts'
import { synPackets } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `syn-retransmitted-then-ok` and its words speak of. */
export interface SynRetransmittedThenOkTerms {
  values: { syns: number; delayNs: number; atServer: number; ecnGivenUp: number; answeredBefore: number }
  point: 'repeated' | 'answered' | 'answered-before'
  alternative: 'tfo-syn-dropped' | 'slow-server'
  next: 'counters' | 'both-ends'
}

/** Pauses that differ by less are the same pause: the path's delay varies, and timers are coarse. */
const SAME_PAUSE_NS = 100e6

/** Both SYNs got their SYN-ACK, as far apart as they were sent: the path is slower than the client's patience, and nothing was lost. */
function eachAnswered({ client, server }: Connection): boolean {
  if (server.synCount !== client.synCount) return false
  return (
    Math.abs(server.lastSynTimeNs - server.synTimeNs - (client.lastSynTimeNs - client.synTimeNs)) < SAME_PAUSE_NS &&
    client.lastSynTimeNs < server.synTimeNs
  )
}

/** `syn-retransmitted-then-ok`: the connection came up late, after a repeated SYN. */
export const synRetransmittedThenOk: Rule<'syn-retransmitted-then-ok', SynRetransmittedThenOkTerms> = {
  id: 'syn-retransmitted-then-ok',
  question: 'Did the connection come up only after the SYN was repeated?',
  severity: 'warning',
  sections: ['RFC 9293 §3.8.1', 'RFC 6298 §2.1', 'RFC 3168 §6.1.1.1'],
  phases: ['open'],
  needsNotedPacket: ['syn-repeated'],
  holds(c) {
    const { client, server } = c
    if (client.synCount < 2 || !server.sentSynAck) return false
    // A SYN that an older connection challenged was not lost.
    return !c.events.some((event) => event.kind === 'ack-unexpected') && !eachAnswered(c)
  },
  explain(c: Connection): Finding<SynRetransmittedThenOkTerms> {
    const { client, server } = c
    const syns = synPackets(c)
    const repeats = c.events.filter((event) => event.kind === 'syn-repeated' && event.side === 0)
    const ecnGivenUp = client.ecnSetup && repeats.length > 0 && repeats.every((event) => (event.flags & (FLAG.ece | FLAG.cwr)) === 0)
    // The answer of a server that had heard the first SYN already came before the client repeated it.
    const { point } = vantageOf(c)
    const answeredBefore = server.synPacket !== 0 && point !== 'client-side' && repeats.some((event) => event.packet > server.synPacket)
    const first = answeredBefore ? 'answered-before' : 'answered'
    return {
      certainty: 'likely',
      blame: 'path',
      values: {
        syns: client.synCount,
        delayNs: Math.max(client.lastSynTimeNs - client.synTimeNs, 0),
        atServer: Number(point === 'server-side'),
        ecnGivenUp: Number(ecnGivenUp),
        answeredBefore: Number(answeredBefore),
      },
      evidence: [
        { point: 'repeated', packets: syns },
        ...(server.synPacket === 0 ? [] : [{ point: first, packets: [server.synPacket] as const } as const]),
      ],
      alternatives: ['tfo-syn-dropped', 'slow-server'].filter(
        (id): id is 'tfo-syn-dropped' | 'slow-server' => id === 'slow-server' || client.fastOpen,
      ),
      next: [
        {
          step: 'counters',
          command: "nstat -az | grep -E 'TCPSynRetrans|ListenDrops|ListenOverflows'",
          where: answeredBefore ? 'client' : 'server',
        },
        { step: 'both-ends', command: captureCommand(c), where: point === 'server-side' ? 'client' : 'server' },
      ],
    }
  },
}
