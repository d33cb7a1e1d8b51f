/** `close-fin-retransmitted`: a closing segment was lost and came again. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, fullyClosed, nameOf } from '../closing.ts'
import type { Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface CloseFinRetransmittedTerms {
  values: { sender: SideName; copies: number; silenceNs: number; lost: 'fin' | 'answer' | 'before' }
  point: 'fin' | 'repeats' | 'gap' | 'acknowledged'
  alternative: 'close-4way' | 'close-3seg' | 'peer-unreachable-at-close'
  next: never
}

/** A FIN is first repeated after the smallest timeout in use (RFC 6298 §2.4 asks for more; Linux waits 200 ms and a round trip). */
const SHORTEST_REPEAT_NS = 200e6
/** No kernel's timer for a repeat is shorter (BSD's is 30 ms, Linux' 200 ms): what comes sooner was sent for another reason, as BSD does in CLOSING. */
const SOONEST_TIMER_NS = 20e6
/** More packets than this did not go missing in one backoff: then the count is not the connection's own. */
const MOST_LOST = 8

/** The same FIN twice, or a first one that is older than it looks: its sender had counted on in the meantime. */
export const closeFinRetransmitted: Rule<'close-fin-retransmitted', CloseFinRetransmittedTerms> = {
  id: 'close-fin-retransmitted',
  question: 'Was a closing segment lost and repeated?',
  severity: 'info',
  sections: ['RFC 9293 §3.8.1', 'RFC 6298 §5'],
  phases: ['open', 'mid-stream'],
  holds: (c) => fullyClosed(c) && (repeater(c) !== undefined || lostBefore(c, c.client, c.server) || lostBefore(c, c.server, c.client)),
  explain(c: Connection): Finding<CloseFinRetransmittedTerms> {
    const { client, server } = c
    const sender = repeater(c)
    if (sender === undefined) {
      const late = lostBefore(c, client, server) ? client : server
      return {
        certainty: 'likely',
        blame: 'path',
        values: { sender: nameOf(late.side), copies: late.finIdStep, silenceNs: late.finSilenceNs, lost: 'before' },
        evidence: [
          { point: 'gap', packets: [late.finPacket] },
          { point: 'acknowledged', packets: [late.finAckedPacket] },
        ],
        alternatives: ['close-3seg', 'close-4way'],
        next: [],
      }
    }
    const [first, ...rest] = c.events.filter((event) => event.kind === 'fin-repeated' && event.side === sender.side)
    const repeats: Packets = first === undefined ? [sender.lastPacket] : [first.packet, ...rest.map((event) => event.packet)]
    return {
      certainty: 'proven',
      blame: 'path',
      values: {
        sender: nameOf(sender.side),
        copies: sender.finCount,
        silenceNs: first === undefined ? NaN : first.timeNs - sender.finTimeNs,
        lost: first !== undefined && sender.finAckedPacket < first.packet ? 'answer' : 'fin',
      },
      evidence: [
        { point: 'fin', packets: [sender.finPacket] },
        { point: 'repeats', packets: repeats },
        { point: 'acknowledged', packets: [sender.finAckedPacket] },
      ],
      alternatives: ['peer-unreachable-at-close'],
      next: [],
    }
  },
}

/** The end whose timer made it repeat its FIN; undefined when nothing was repeated for want of an answer. */
function repeater(c: Connection): Endpoint | undefined {
  if (c.client.finCount + c.server.finCount <= 2) return undefined
  return [c.client, c.server].find(
    (end) =>
      end.finCount > 1 &&
      !c.events.some(({ kind, side, timeNs }) => kind === 'fin-repeated' && side === end.side && timeNs - end.finTimeNs < SOONEST_TIMER_NS),
  )
}

/** Its IP ID (or the flow label, which changes with each timeout) says that earlier packets of the sender did not get here. */
function lostBefore(c: Connection, sender: Endpoint, receiver: Endpoint): boolean {
  return (
    sender.finIdStep > 1 &&
    sender.finIdStep <= MOST_LOST &&
    sender.finSilenceNs >= SHORTEST_REPEAT_NS &&
    sender.finCount === 1 &&
    sender.partialChecksums === 0 &&
    receiver.ackedUnseen === 0 &&
    sender.missingBytes === 0 &&
    sender.gaps === 0 &&
    // A segment larger than the MSS was several on the wire, and took as many IDs.
    sender.maxSegmentBytes <= receiver.mss &&
    c.phase === 'open'
  )
}
