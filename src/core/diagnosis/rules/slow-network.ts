/** `slow-network`: the way is so long that the time goes into round trips. */
import type { Connection } from '../../analysis/connection.ts'
import type { Finding, Rule } from '../rule.ts'
import { activeNs, legNs, lossless, waitedNs } from '../waits.ts'

/** What the verdict `slow-network` and its words speak of. */
export interface SlowNetworkTerms {
  values: { rttNs: number; trips: number; activeNs: number; thinkNs: number }
  point: 'handshake' | 'data'
  alternative: 'slow-server' | 'slow-bandwidth'
  next: 'path' | 'ping'
}

/** Light in fibre needs 200 ms to the other side of the earth and back: a longer way is no fault of geography alone. */
const LONG_WAY_NS = 200e6
/** Handshake and one exchange take two round trips whatever is sent; from the third on, the way is what the time goes into. */
const FEWEST_TRIPS = 3
/** The ends together waited for less than this part of the time. */
const OWN_PART = 1 / 4

/** `slow-network`: the way is so long that the time goes into round trips. */
export const slowNetwork: Rule<'slow-network', SlowNetworkTerms> = {
  id: 'slow-network',
  question: 'Does the time go into long round trips?',
  severity: 'warning',
  sections: ['RFC 9293 §3.8.1', 'RFC 5681 §3.1'],
  phases: ['open'],
  holds(c: Connection): boolean {
    const { client, server } = c
    // Only the handshake tells: whatever comes later may have waited for a program, a delayed ACK, a queue.
    if (!c.handshakeSeen || client.synCount !== 1 || server.synCount !== 1) return false
    const rttNs = handshakeNs(c)
    if (!(rttNs >= LONG_WAY_NS) || client.dataPackets + server.dataPackets === 0 || !(wholeNs(c) >= FEWEST_TRIPS * rttNs)) return false
    return lossless(c) && client.zeroWindows + server.zeroWindows === 0 && ownNs(c) <= wholeNs(c) * OWN_PART
  },
  explain(c: Connection): Finding<SlowNetworkTerms> {
    const rttNs = handshakeNs(c)
    return {
      certainty: 'likely',
      blame: 'path',
      values: { rttNs, trips: Math.round(wholeNs(c) / rttNs), activeNs: wholeNs(c), thinkNs: ownNs(c) },
      evidence: [
        { point: 'handshake', packets: [c.client.synPacket, c.server.synPacket, c.client.establishingAck] },
        { point: 'data', packets: [c.client.firstData || c.server.firstData, Math.max(c.client.lastData, c.server.lastData)] },
      ],
      alternatives: ['slow-server', 'slow-bandwidth'],
      next: [
        { step: 'path', command: `mtr -rwn -T -P ${c.serverPort} ${c.serverAddress}`, where: 'client' },
        { step: 'ping', command: `ping -c 5 ${c.serverAddress}`, where: 'client' },
      ],
    }
  },
}

function handshakeNs(c: Connection): number {
  return legNs(c, c.client) + legNs(c, c.server)
}

/**
 * From when the client sent its first packet until the last data was where it had to go, wherever the capture stands: at an end, or in the
 * middle, the way to the client at the beginning and to the receiver at the end is not in the times.
 */
function wholeNs(c: Connection): number {
  const { client, server } = c
  const receiver = server.lastData > client.lastData ? client : server
  return activeNs(c) + (legNs(c, client) + legNs(c, receiver)) / 2
}

/** What the two ends took for themselves; pauses of a sender that waits for acknowledgments are the way's. */
function ownNs(c: Connection): number {
  const { client, server } = c
  const pauses = client.longestPauseNs + server.longestPauseNs
  const trips = pauses > 2 * handshakeNs(c) ? 0 : pauses
  return waitedNs(c, client) + waitedNs(c, server) - trips
}
