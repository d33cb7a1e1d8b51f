/** `half-open-ack-lost-rst`: the client thought it was connected; the server had given up the handshake. */
import type { Connection } from '../../analysis/connection.ts'
import { captureCommand, listenCommand } from '../commands.ts'
import { GIVEN_UP_NS, firstReset, neverTaken } from '../handshake.ts'
import { synAckPackets } from '../opening.ts'
import { forgery, ofLiveSocket } from '../resets.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `half-open-ack-lost-rst` and its words speak of. */
export interface HalfOpenAckLostRstTerms {
  values: { synAcks: number; waitedNs: number; ackSeen: number }
  point: 'acknowledged' | 'accepted' | 'again' | 'reset'
  alternative: 'rst-unknown-connection' | 'accept-queue-full-rst'
  next: 'both-ends' | 'queue'
}

/** `half-open-ack-lost-rst`: the client thought it was connected; the server had given up the handshake. */
export const halfOpenAckLostRst: Rule<'half-open-ack-lost-rst', HalfOpenAckLostRstTerms> = {
  id: 'half-open-ack-lost-rst',
  question: 'Did the server reset data of a connection whose handshake it had never completed?',
  severity: 'error',
  sections: ['RFC 9293 §3.5.1', 'RFC 9293 §3.10.7.2'],
  phases: ['open'],
  needsNotedPacket: ['rst'],
  holds(c) {
    const { client, server } = c
    if (!neverTaken(c) || client.establishingAck === 0 || client.dataPackets === 0) return false
    const rst = firstReset(c)
    if (rst === undefined || ofLiveSocket(c, rst) || forgery(c) !== undefined) return false
    return server.synCount > Math.max(1, client.synCount) || rst.timeNs - server.synTimeNs > GIVEN_UP_NS
  },
  explain(c: Connection): Finding<HalfOpenAckLostRstTerms> {
    const { client, server } = c
    const again = synAckPackets(c).slice(1)
    const [firstAgain, ...moreAgain] = again
    const ackSeen = client.establishingAck !== client.firstData
    return {
      certainty: 'likely',
      blame: 'path',
      values: { synAcks: server.synCount, waitedNs: client.firstDataTimeNs - server.synTimeNs, ackSeen: Number(ackSeen) },
      evidence: [
        { point: ackSeen ? 'acknowledged' : 'accepted', packets: [ackSeen ? client.establishingAck : server.synPacket] },
        ...(firstAgain === undefined ? [] : [{ point: 'again' as const, packets: [firstAgain, ...moreAgain] as const }]),
        { point: 'reset', packets: [client.firstData, server.rstPacket] },
      ],
      alternatives: ['rst-unknown-connection', 'accept-queue-full-rst'],
      next: [
        { step: 'both-ends', command: captureCommand(c), where: ackSeen ? 'server' : 'client' },
        { step: 'queue', command: listenCommand(c), where: 'server' },
      ],
    }
  },
}
