/** `request-unacknowledged`: the handshake went well, and the request was never acknowledged. */
import type { Connection } from '../../analysis/connection.ts'
import { captureCommand, listenCommand, serverText } from '../commands.ts'
import { requestIgnored, requestRepeats } from '../handshake.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `request-unacknowledged` and its words speak of. */
export interface RequestUnacknowledgedTerms {
  values: { requests: number; spanNs: number; bytes: number; segment: number }
  point: 'up' | 'request'
  alternative: 'accept-queue-full' | 'blackhole-timeout' | 'pmtu-blackhole'
  next: 'both-ends' | 'queue' | 'size'
}

/** A probe and a timeout: what is repeated less often may just have been lost. */
const TELLING_REPEATS = 2
/** Every path must carry 576-byte packets (RFC 1122 §3.3.3); only larger ones can be too large. */
const SMALLEST_FULL_SEGMENT = 536

/** `request-unacknowledged`: the handshake went well, and the request was never acknowledged. */
export const requestUnacknowledged: Rule<'request-unacknowledged', RequestUnacknowledgedTerms> = {
  id: 'request-unacknowledged',
  question: 'Was the first request after a complete handshake never acknowledged?',
  severity: 'error',
  sections: ['RFC 9293 §3.8.1', 'RFC 6298 §5'],
  phases: ['open'],
  needsNotedPacket: ['retransmission'],
  holds(c) {
    const { client, server } = c
    if (client.retransmitted < TELLING_REPEATS || client.firstData === 0 || !server.sentSynAck || server.packets !== server.synCount)
      return false
    return requestRepeats(c).length >= TELLING_REPEATS && !requestIgnored(c)
  },
  explain(c: Connection): Finding<RequestUnacknowledgedTerms> {
    const { client, server } = c
    const requests = requestRepeats(c).map((event) => event.packet)
    return {
      certainty: 'proven',
      blame: 'unknown',
      values: {
        requests: requests.length + 1,
        spanNs: client.lastDataTimeNs - client.firstDataTimeNs,
        bytes: client.payloadBytes,
        segment: client.maxSegmentBytes,
      },
      evidence: [
        { point: 'up', packets: [server.synPacket, client.establishingAck === 0 ? client.firstData : client.establishingAck] },
        { point: 'request', packets: [client.firstData, ...requests] },
      ],
      alternatives: ['accept-queue-full', 'blackhole-timeout', 'pmtu-blackhole'].filter(
        (id): id is RequestUnacknowledgedTerms['alternative'] => id !== 'pmtu-blackhole' || client.maxSegmentBytes > SMALLEST_FULL_SEGMENT,
      ),
      next: [
        { step: 'both-ends', command: captureCommand(c), where: 'server' },
        { step: 'queue', command: listenCommand(c), where: 'server' },
        { step: 'size', command: `tracepath -n ${serverText(c)}`, where: 'client' },
      ],
    }
  },
}
