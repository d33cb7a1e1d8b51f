/** `segmentation-offload`: segments larger than the MSS, which the network card splits or has joined. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface SegmentationOffloadTerms {
  values: { sender: SideName; largestBytes: number; mssBytes: number }
  point: 'offered' | 'large'
  alternative: 'pmtu-blackhole'
  next: never
}

/** A segment longer than what its receiver offered to take: one packet in the capture, several on the wire. */
export const segmentationOffload: Rule<'segmentation-offload', SegmentationOffloadTerms> = {
  id: 'segmentation-offload',
  question: 'Are there segments larger than the wire carries?',
  severity: 'info',
  sections: ['RFC 9293 §3.7.1'],
  phases: ['open'],
  holds: (c) => exceeds(c.client, c.server) || exceeds(c.server, c.client),
  explain(c: Connection): Finding<SegmentationOffloadTerms> {
    const sender = exceeds(c.client, c.server) ? c.client : c.server
    const receiver = endOf(c, 1 - sender.side)
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { sender: nameOf(sender.side), largestBytes: sender.maxSegmentBytes, mssBytes: receiver.mss },
      evidence: [
        { point: 'offered', packets: [receiver.synPacket] },
        { point: 'large', packets: [sender.largestPacket] },
      ],
      alternatives: ['pmtu-blackhole'],
      next: [],
    }
  },
}

function exceeds(sender: Endpoint, receiver: Endpoint): boolean {
  return receiver.mss !== 0 && sender.maxSegmentBytes > receiver.mss && sender.largestPacket !== 0
}
