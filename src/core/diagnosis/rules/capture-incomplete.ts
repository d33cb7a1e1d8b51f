/** `capture-incomplete`: the capture missed packets that the network delivered. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface CaptureIncompleteTerms {
  values: { sender: SideName; receiver: SideName; missingBytes: number }
  point: 'gap' | 'acknowledged'
  alternative: 'loss-upstream'
  next: 'larger-buffer'
}

/** What was sent before the capture began may be acknowledged this much later, when what was lost before it has come again (RFC 6298 §2.1). */
const RECOVERY_NS = 1e9

/** Bytes that were never seen, acknowledged all the same: they did arrive, only not here. */
export const captureIncomplete: Rule<'capture-incomplete', CaptureIncompleteTerms> = {
  id: 'capture-incomplete',
  question: 'Did the capture miss packets that arrived?',
  severity: 'warning',
  sections: ['RFC 9293 §3.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['acked-unseen', 'gap'],
  holds: (c) => c.hasEvents && missed(c) !== undefined,
  explain(c: Connection): Finding<CaptureIncompleteTerms> {
    const sender = missed(c)
    if (sender === undefined) throw new Error('missing bytes')
    const receiver = peerOf(c, sender)
    const unseen = c.events.filter((event) => event.kind === 'acked-unseen' && event.side === receiver.side).map((event) => event.packet)
    const gaps = c.events.filter((event) => event.kind === 'gap' && event.side === sender.side).map((event) => event.packet)
    const acknowledged: Packets = unseen[0] === undefined ? [receiver.lastPacket] : [unseen[0], ...unseen.slice(1)]
    return {
      certainty: 'proven',
      blame: 'capture',
      values: { sender: nameOf(sender.side), receiver: nameOf(receiver.side), missingBytes: sender.missingBytes },
      evidence:
        gaps[0] === undefined
          ? [{ point: 'acknowledged', packets: acknowledged }]
          : [
              { point: 'gap', packets: [gaps[0], ...gaps.slice(1)] },
              { point: 'acknowledged', packets: acknowledged },
            ],
      alternatives: ['loss-upstream'],
      next: [
        { step: 'larger-buffer', command: `tcpdump -i any -B 65536 -s 128 -w all.pcap 'tcp port ${c.serverPort}'`, where: 'capture-host' },
      ],
    }
  },
}

/** The end whose bytes are missing although all that it sent was acknowledged. */
function missed(c: Connection): Endpoint | undefined {
  if (missedFrom(c, c.client, c.server)) return c.client
  return missedFrom(c, c.server, c.client) ? c.server : undefined
}

function missedFrom(c: Connection, sender: Endpoint, receiver: Endpoint): boolean {
  if (sender.gaps + receiver.ackedUnseen === 0 || sender.missingBytes === 0) return false
  if (receiver.ackedUnseen === 0 && receiver.ackPos < sender.nxtPos) return false
  // What was on its way when the capture began is missing for that reason alone, and the first ACK may speak of it.
  return (
    c.phase !== 'mid-stream' ||
    c.events.some(
      (event) =>
        (event.kind === 'acked-unseen' && event.side === receiver.side && !mayBeOlder(c, receiver, event)) ||
        (event.kind === 'gap' && event.side === sender.side && event.packet !== sender.firstPacket),
    )
  )
}

/** An acknowledgment at the beginning of a capture may speak of what was sent before it. */
function mayBeOlder(c: Connection, receiver: Endpoint, { packet, timeNs }: TrackedEvent): boolean {
  return packet === receiver.firstPacket || timeNs - c.firstTimeNs < RECOVERY_NS
}
