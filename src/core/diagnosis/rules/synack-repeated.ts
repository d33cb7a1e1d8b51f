/** `synack-repeated`: the server repeats its SYN-ACK although it was acknowledged; why stays open. */
import type { Connection } from '../../analysis/connection.ts'
import { captureCommand, listenCommand } from '../commands.ts'
import { synAckRepeatOf } from '../handshake.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `synack-repeated` and its words speak of. */
export interface SynackRepeatedTerms {
  values: { synAcks: number; pauseNs: number }
  point: 'acknowledged' | 'again'
  alternative: 'synack-retrans-ack-lost' | 'defer-accept' | 'accept-queue-full'
  next: 'both-ends' | 'queue'
}

/** `synack-repeated`: the server repeats its SYN-ACK although it was acknowledged; why stays open. */
export const synackRepeated: Rule<'synack-repeated', SynackRepeatedTerms> = {
  id: 'synack-repeated',
  question: 'Did the server repeat its SYN-ACK for a reason that stays open?',
  severity: 'warning',
  sections: ['RFC 9293 §3.5', 'RFC 9293 §3.8.1'],
  phases: ['open'],
  needsNotedPacket: ['synack-repeated'],
  holds: (c) => synAckRepeatOf(c)?.cause === 'unclear',
  explain(c: Connection): Finding<SynackRepeatedTerms> {
    const repeat = synAckRepeatOf(c)
    if (repeat === undefined) throw new Error('the SYN-ACK came again')
    const [first, ...others] = repeat.repeats
    return {
      certainty: 'proven',
      blame: 'unknown',
      values: { synAcks: c.server.synCount, pauseNs: repeat.pauseNs },
      evidence: [
        { point: 'acknowledged', packets: [c.client.establishingAck] },
        { point: 'again', packets: [first.packet, ...others.map((event) => event.packet)] },
      ],
      alternatives: repeat.atServer
        ? ['accept-queue-full', 'defer-accept']
        : ['synack-retrans-ack-lost', 'defer-accept', 'accept-queue-full'],
      next: [
        { step: 'both-ends', command: captureCommand(c), where: 'server' },
        { step: 'queue', command: listenCommand(c), where: 'server' },
      ],
    }
  },
}
