/** `slow-bandwidth`: nothing is lost, but under load the round trip grows: a queue fills in front of a narrow link. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Finding, Rule } from '../rule.ts'
import { activeNs, legNs, lossless } from '../waits.ts'

/** What the verdict `slow-bandwidth` and its words speak of. */
export interface SlowBandwidthTerms {
  values: { sender: SideName; emptyNs: number; loadedNs: number; bytes: number; bitsPerSecond: number }
  point: 'empty' | 'loaded'
  alternative: 'slow-network' | 'slow-server' | 'loss-congestion'
  next: 'rate' | 'queue'
}

/** Delayed ACKs and busy hosts make some round trips twice as long; a queue makes the typical one so. */
const GROWTH = 3
/** And by more than the longest delayed ACKs in use (Windows: 200 ms; RFC 9293 §3.8.6.3) where acknowledgments are what is measured. */
const DELAYED_ACK_NS = 100e6
/** On a long way the queue need not make that much of the whole: a round trip twice as long, by more than any ACK is kept back, has stood in one. */
const LONG_WAY_GROWTH = 2
const LONGEST_DELAYED_ACK_NS = 200e6
/** Less data never fills a queue: the initial window alone is 14 kB (RFC 6928 §2). */
const FEWEST_BYTES = 30_000
const FEWEST_SAMPLES = 2
/** Messages and keystrokes wait for whoever writes them; only segments of some size are a transfer. The smallest MSS that everyone must take (RFC 9293 §3.7.1). */
const SMALL_SEGMENT = 536

/** `slow-bandwidth`: nothing is lost, but under load the round trip grows: a queue fills in front of a narrow link. */
export const slowBandwidth: Rule<'slow-bandwidth', SlowBandwidthTerms> = {
  id: 'slow-bandwidth',
  question: 'Does the round trip grow as the data flows?',
  severity: 'warning',
  sections: ['RFC 5681 §3.1', 'RFC 7567 §2'],
  phases: ['open'],
  holds: (c) => queued(c, c.server) || queued(c, c.client),
  explain(c: Connection): Finding<SlowBandwidthTerms> {
    const sender = queued(c, c.server) ? c.server : c.client
    const flowNs = sender.lastDataTimeNs - sender.firstDataTimeNs
    return {
      certainty: 'likely',
      blame: 'path',
      values: {
        sender: nameOf(sender.side),
        emptyNs: handshakeNs(c),
        loadedNs: loadedNs(c, sender),
        bytes: sender.payloadBytes,
        bitsPerSecond: flowNs > 0 ? (sender.payloadBytes * 8e9) / flowNs : 0,
      },
      evidence: [
        { point: 'empty', packets: [c.client.synPacket, c.server.synPacket, c.client.establishingAck] },
        { point: 'loaded', packets: [sender.firstData, sender.lastData] },
      ],
      alternatives: ['slow-network', 'slow-server', 'loss-congestion'],
      next: [
        { step: 'rate', command: `iperf3 -c ${c.serverAddress}${sender.side === 1 ? ' -R' : ''}`, where: 'client' },
        { step: 'queue', command: 'tc -s qdisc show', where: 'router' },
      ],
    }
  },
}

function queued(c: Connection, sender: Endpoint): boolean {
  if (sender.payloadBytes < FEWEST_BYTES || !c.handshakeSeen || c.client.synCount !== 1 || c.server.synCount !== 1) return false
  const receiver = peerOf(c, sender)
  if (!lossless(c) || receiver.zeroWindows > 0 || sender.payloadBytes < sender.dataPackets * SMALL_SEGMENT) return false
  const emptyNs = handshakeNs(c)
  const ns = loadedNs(c, sender)
  // All of the transfer must have had the time to be queued.
  const grew = (times: number, byNs: number): boolean => ns >= times * emptyNs && ns >= emptyNs + byNs
  return (grew(GROWTH, DELAYED_ACK_NS) || grew(LONG_WAY_GROWTH, LONGEST_DELAYED_ACK_NS)) && activeNs(c) >= ns
}

/** The typical round trip while the sender's data flows, as its acknowledgments show it, or the echoes where the receiver is near. */
function loadedNs(c: Connection, sender: Endpoint): number {
  const receiver = peerOf(c, sender)
  const byAcksNs = sender.rttSamples >= FEWEST_SAMPLES ? sender.rttMeanNs + legNs(c, sender) : 0
  const byEchoesNs = receiver.echoSamples >= FEWEST_SAMPLES ? receiver.echoMeanNs + legNs(c, receiver) : 0
  return Math.max(byAcksNs, byEchoesNs)
}

function handshakeNs(c: Connection): number {
  return legNs(c, c.client) + legNs(c, c.server)
}
