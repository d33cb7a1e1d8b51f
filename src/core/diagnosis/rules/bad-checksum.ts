/** `bad-checksum`: data was damaged on the way and thrown away. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { INTERFACE_ERRORS_COMMAND, REJECTION_COUNTERS_COMMAND } from '../commands.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface BadChecksumTerms {
  values: { sender: SideName; receiver: SideName; damaged: number; bytes: number; repaired: 'yes' | 'no' }
  point: 'damaged' | 'taken'
  alternative: 'checksum-offload' | 'loss-rto'
  next: 'counters' | 'interface'
}

/** Segments whose checksum is neither right nor left to the card, while the sender's others are right, and whose bytes came by no other way. */
export const badChecksum: Rule<'bad-checksum', BadChecksumTerms> = {
  id: 'bad-checksum',
  question: 'Were segments damaged on the way, so that the receiver dropped them?',
  severity: 'error',
  sections: ['RFC 9293 §3.1', 'RFC 1071 §1'],
  phases: ['answered', 'open', 'mid-stream'],
  needsNotedPacket: ['bad-checksum'],
  holds: (c) => c.client.badChecksums + c.server.badChecksums !== 0 && damagedSender(c) !== undefined,
  explain(c: Connection): Finding<BadChecksumTerms> {
    const sender = damagedSender(c)
    if (sender === undefined) throw new Error('a damaged segment')
    const receiver = endOf(c, 1 - sender.side)
    const events = damaged(c, sender)
    const [first, ...rest] = events.map((event) => event.packet)
    const last = events[events.length - 1]
    const repaired = last !== undefined && receiver.ackPos >= last.pos + last.payloadLen
    const shown: Evidence<BadChecksumTerms> = { point: 'damaged', packets: first === undefined ? [sender.lastPacket] : [first, ...rest] }
    return {
      certainty: 'proven',
      blame: 'path',
      values: {
        sender: nameOf(sender.side),
        receiver: nameOf(receiver.side),
        damaged: events.length,
        bytes: events.reduce((sum, event) => sum + event.payloadLen, 0),
        repaired: repaired ? 'yes' : 'no',
      },
      evidence: repaired && receiver.lastPacket > last.packet ? [shown, { point: 'taken', packets: [receiver.lastPacket] }] : [shown],
      alternatives: ['checksum-offload', 'loss-rto'],
      next: [
        { step: 'counters', command: REJECTION_COUNTERS_COMMAND, where: nameOf(receiver.side) },
        { step: 'interface', command: INTERFACE_ERRORS_COMMAND, where: nameOf(receiver.side) },
      ],
    }
  },
}

function damagedSender(c: Connection): Endpoint | undefined {
  return [c.client, c.server].find((sender) => damaged(c, sender).length > 0)
}

/** Segments of one end that the receiver had to drop. In an edited capture all sums are wrong, and the bytes are acknowledged all the same. */
function damaged(c: Connection, sender: Endpoint) {
  const receiver = endOf(c, 1 - sender.side)
  if (
    sender.badChecksums === 0 ||
    sender.fullChecksums + sender.partialChecksums < sender.badChecksums ||
    receiver.ackedUnseen + sender.missingBytes !== 0
  )
    return []
  return c.events.filter((event) => event.kind === 'bad-checksum' && event.side === sender.side && event.payloadLen > 0)
}
