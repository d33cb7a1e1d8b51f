/** `synack-retrans-ack-lost`: the last ACK of the handshake did not reach the server at first. */
import type { Connection } from '../../analysis/connection.ts'
import { captureCommand, listenCommand } from '../commands.ts'
import { synAckRepeatOf } from '../handshake.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `synack-retrans-ack-lost` and its words speak of. */
export interface SynackRetransAckLostTerms {
  values: { synAcks: number; pauseNs: number; ackSeen: number }
  point: 'accepted' | 'acknowledged' | 'again' | 'late-ack'
  alternative: 'defer-accept' | 'accept-queue-full' | 'syn-retransmitted-then-ok'
  next: 'both-ends' | 'queue'
}

/** `synack-retrans-ack-lost`: the last ACK of the handshake did not reach the server at first. */
export const synackRetransAckLost: Rule<'synack-retrans-ack-lost', SynackRetransAckLostTerms> = {
  id: 'synack-retrans-ack-lost',
  question: 'Was the last ACK of the handshake lost?',
  severity: 'warning',
  sections: ['RFC 9293 §3.5', 'RFC 9293 §3.8.1'],
  phases: ['open'],
  needsNotedPacket: ['synack-repeated'],
  holds: (c) => synAckRepeatOf(c)?.cause === 'ack-lost',
  explain(c: Connection): Finding<SynackRetransAckLostTerms> {
    const repeat = synAckRepeatOf(c)
    if (repeat === undefined) throw new Error('the SYN-ACK came again')
    const { client, server } = c
    const [first, ...others] = repeat.repeats
    return {
      certainty: 'likely',
      blame: 'path',
      values: { synAcks: server.synCount, pauseNs: repeat.pauseNs, ackSeen: Number(repeat.ackSeen) },
      evidence: [
        { point: 'accepted', packets: [server.synPacket] },
        ...(repeat.ackSeen ? [{ point: 'acknowledged' as const, packets: [client.establishingAck] as const }] : []),
        { point: 'again', packets: [first.packet, ...others.map((event) => event.packet)] },
        ...(repeat.ackSeen ? [] : [{ point: 'late-ack' as const, packets: [client.establishingAck] as const }]),
      ],
      alternatives: repeat.ackSeen ? ['defer-accept', 'accept-queue-full'] : ['syn-retransmitted-then-ok'],
      next: [
        { step: 'both-ends', command: captureCommand(c), where: repeat.ackSeen ? 'server' : 'client' },
        { step: 'queue', command: listenCommand(c), where: 'server' },
      ],
    }
  },
}
