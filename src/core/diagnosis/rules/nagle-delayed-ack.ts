/** `nagle-delayed-ack`: small writes wait for delayed ACKs, again and again. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `nagle-delayed-ack` and its words speak of. */
export interface NagleDelayedAckTerms {
  values: { sender: SideName; receiver: SideName; stalls: number; pauseNs: number }
  point: 'stall'
  alternative: 'slow-client' | 'slow-network'
  next: 'trace' | 'options'
}

/** Once or twice any two ends fall into step like that; from the third time on it is how the program writes. */
const FEWEST_STALLS = 3
/** Segments this large are not small writes: smaller than the smallest MSS that everyone must take (RFC 9293 §3.7.1). */
const SMALL_SEGMENT = 536
/** Bulk data is not slowed by it: the stalled segments must be most of what is sent while nothing comes back. */
const TELLING_PART = 1 / 8

/** `nagle-delayed-ack`: small writes wait for delayed ACKs, again and again. */
export const nagleDelayedAck: Rule<'nagle-delayed-ack', NagleDelayedAckTerms> = {
  id: 'nagle-delayed-ack',
  question: 'Do small writes wait for delayed ACKs?',
  severity: 'warning',
  sections: ['RFC 9293 §3.7.4', 'RFC 9293 §3.8.6.3'],
  phases: ['open', 'mid-stream'],
  holds: (c) => stalls(c.client, c.server) || stalls(c.server, c.client),
  explain(c: Connection): Finding<NagleDelayedAckTerms> {
    const sender = stalls(c.client, c.server) ? c.client : c.server
    const receiver = peerOf(c, sender)
    return {
      certainty: 'likely',
      blame: nameOf(sender.side),
      values: { sender: nameOf(sender.side), receiver: nameOf(receiver.side), stalls: sender.nagleStalls, pauseNs: sender.longestPauseNs },
      evidence: [{ point: 'stall', packets: [sender.longestPauseFrom, sender.longestPausePacket] }],
      alternatives: ['slow-client', 'slow-network'],
      next: [
        { step: 'trace', command: 'strace -f -tt -e trace=write,sendto,sendmsg,setsockopt -p PID', where: nameOf(sender.side) },
        {
          step: 'options',
          command: `ss -tnpi '( sport = :${sender.side === 0 ? c.clientPort : c.serverPort} )'`,
          where: nameOf(sender.side),
        },
      ],
    }
  },
}

function stalls(sender: Endpoint, receiver: Endpoint): boolean {
  if (sender.nagleStalls < FEWEST_STALLS || receiver.zeroWindows > 0 || sender.retransmitted > 0) return false
  return sender.payloadBytes < sender.dataPackets * SMALL_SEGMENT && sender.nagleStalls >= sender.dataPackets * TELLING_PART
}
