/** `capture-misordered`: the two directions stand in the capture in another order than they had. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, nameOf } from '../closing.ts'
import { captureCommand } from '../commands.ts'
import type { Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface CaptureMisorderedTerms {
  values: { sender: SideName; receiver: SideName; packets: number }
  point: 'answered' | 'later'
  alternative: 'reordering'
  next: 'one-point'
}

/** Buffers and clocks of two interfaces are apart by less; what comes later was edited, or sent again. */
const MOST_APART_NS = 10e9

/** Bytes, or a SYN, that stand behind the packet that acknowledges them: nobody acknowledges what has not arrived. */
export const captureMisordered: Rule<'capture-misordered', CaptureMisorderedTerms> = {
  id: 'capture-misordered',
  question: 'Are the two directions in the capture in another order than they were on the wire?',
  severity: 'info',
  sections: ['RFC 9293 §3.4', 'RFC 9293 §3.10.7.4'],
  phases: ['answered', 'open', 'mid-stream'],
  holds: (c) => synBehindAnswer(c) || (c.hasEvents && lateData(c).length > 0),
  explain(c: Connection): Finding<CaptureMisorderedTerms> {
    const { client, server } = c
    const [first, ...rest] = lateData(c)
    const side = first === undefined ? 0 : first.data.side
    const later: Packets = first === undefined ? [client.synPacket] : [first.data.packet, ...rest.map(({ data }) => data.packet)]
    return {
      certainty: 'likely',
      blame: 'capture',
      values: { sender: nameOf(side), receiver: nameOf(1 - side), packets: later.length },
      evidence: [
        { point: 'answered', packets: [first === undefined ? server.synPacket : first.acknowledgment.packet] },
        { point: 'later', packets: later },
      ],
      alternatives: ['reordering'],
      next: [{ step: 'one-point', command: captureCommand(c), where: 'capture-host' }],
    }
  },
}

/** The SYN-ACK stands in front of the SYN that it answers. */
function synBehindAnswer({ client, server }: Connection): boolean {
  return client.sentBareSyn && server.sentSynAck && !server.sentBareSyn && client.synPacket > server.synPacket && client.synCount === 1
}

/** Data of one end seen for the first time behind its acknowledgment. */
function lateData(c: Connection): readonly { readonly data: TrackedEvent; readonly acknowledgment: TrackedEvent }[] {
  if (c.client.ackedUnseen + c.server.ackedUnseen === 0) return []
  const acknowledgments = c.events.filter(({ kind }) => kind === 'acked-unseen')
  const late = c.events.flatMap((data) => {
    if (data.kind !== 'out-of-order') return []
    const acknowledgment = acknowledgments.find(
      ({ side, packet, ackPos, timeNs }) =>
        side !== data.side && packet < data.packet && ackPos >= data.pos + data.payloadLen && !(data.timeNs - timeNs > MOST_APART_NS),
    )
    return acknowledgment === undefined ? [] : [{ data, acknowledgment }]
  })
  return late.filter(({ data }) => data.side === late[0].data.side)
}
