/** `accept-queue-full-rst`: the accept queue is full, and the system resets what does not fit. */
import type { Connection } from '../../analysis/connection.ts'
import { DROP_COUNTERS_COMMAND, listenCommand } from '../commands.ts'
import { GIVEN_UP_NS, firstReset, neverTaken } from '../handshake.ts'
import { forgery, ofLiveSocket } from '../resets.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `accept-queue-full-rst` and its words speak of. */
export interface AcceptQueueFullRstTerms {
  values: { afterNs: number; resets: number }
  point: 'acknowledged' | 'reset'
  alternative: 'rst-after-handshake' | 'rst-injected'
  next: 'setting' | 'queue' | 'counters'
}

/** `accept-queue-full-rst`: the accept queue is full, and the system resets what does not fit. */
export const acceptQueueFullRst: Rule<'accept-queue-full-rst', AcceptQueueFullRstTerms> = {
  id: 'accept-queue-full-rst',
  question: 'Was the completed handshake reset at once by a host that had no room for it?',
  severity: 'error',
  sections: ['RFC 9293 §3.5.1', 'RFC 9293 §3.10.7.1'],
  phases: ['open'],
  needsNotedPacket: ['rst'],
  holds(c) {
    const { client, server } = c
    if (!neverTaken(c) || client.establishingAck === 0 || client.establishingAck > server.rstPacket) return false
    const rst = firstReset(c)
    if (rst === undefined || ofLiveSocket(c, rst) || forgery(c) !== undefined) return false
    // Whoever lost the ACK repeats its SYN-ACK first; whoever has no room answers at once.
    return server.synCount <= Math.max(1, client.synCount) && !(rst.timeNs - server.synTimeNs > GIVEN_UP_NS)
  },
  explain(c: Connection): Finding<AcceptQueueFullRstTerms> {
    const { client, server } = c
    const [first, ...others] = c.events.filter((event) => event.kind === 'rst' && event.side === 1).map((event) => event.packet)
    const toAckAlone = client.firstData === 0 || client.firstData > server.rstPacket
    return {
      certainty: toAckAlone || others.length > 0 ? 'likely' : 'possible',
      blame: 'server',
      values: { afterNs: server.rstTimeNs - client.establishingAckTimeNs, resets: server.rstCount },
      evidence: [
        { point: 'acknowledged', packets: [client.establishingAck] },
        { point: 'reset', packets: [first ?? server.rstPacket, ...others] },
      ],
      alternatives: ['rst-after-handshake', 'rst-injected'],
      next: [
        { step: 'setting', command: 'sysctl net.ipv4.tcp_abort_on_overflow net.core.somaxconn', where: 'server' },
        { step: 'queue', command: listenCommand(c), where: 'server' },
        { step: 'counters', command: DROP_COUNTERS_COMMAND, where: 'server' },
      ],
    }
  },
}
