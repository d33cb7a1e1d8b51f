/** `peer-unreachable-at-close`: the last words of one end never arrived. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, closedUnheard, nameOf, peerOf } from '../closing.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface PeerUnreachableAtCloseTerms {
  values: { closer: SideName; other: SideName; copies: number; tryingNs: number; lostBytes: number }
  point: 'last-heard' | 'fin' | 'repeats'
  alternative: 'blackhole-timeout' | 'half-closed-unfinished'
  next: 'path' | 'orphans'
}

/** The FIN (and data before it) goes out again and again, and nothing comes back: the system tries on for a program that has closed. */
export const peerUnreachableAtClose: Rule<'peer-unreachable-at-close', PeerUnreachableAtCloseTerms> = {
  id: 'peer-unreachable-at-close',
  question: 'Did the last data or FIN of an end that closed never arrive?',
  severity: 'warning',
  sections: ['RFC 9293 §3.8.3', 'RFC 6298 §5'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['fin-repeated', 'retransmission'],
  holds: (c) => closedUnheard(c) !== undefined && (!hasReset(c) || endingReset(c) === undefined),
  explain(c: Connection): Finding<PeerUnreachableAtCloseTerms> {
    const closer = closedUnheard(c)
    if (closer === undefined) throw new Error('a close that nobody heard')
    const other = peerOf(c, closer)
    const repeated = c.events.filter(
      (event) =>
        event.side === closer.side && event.packet > closer.finPacket && (event.kind === 'fin-repeated' || event.kind === 'retransmission'),
    )
    // A repeat that carries both data and FIN is noted as each.
    const [first, ...rest] = [...new Set(repeated.map((event) => event.packet))]
    const repeats: Packets = first === undefined ? [closer.lastPacket] : [first, ...rest]
    const evidence: Evidence<PeerUnreachableAtCloseTerms>[] = [
      { point: 'fin', packets: [closer.finPacket] },
      { point: 'repeats', packets: repeats },
    ]
    const lastHeard: Evidence<PeerUnreachableAtCloseTerms> = {
      point: 'last-heard',
      packets: [other.lastPacket === 0 ? c.firstPacket : other.lastPacket],
    }
    return {
      certainty: 'likely',
      blame: 'unknown',
      values: {
        closer: nameOf(closer.side),
        other: nameOf(other.side),
        copies: repeats.length,
        tryingNs: closer.lastTimeNs - closer.finTimeNs,
        lostBytes: Math.max(0, closer.finPos - Math.max(1, other.ackPos)),
      },
      evidence: [lastHeard, ...evidence],
      alternatives: ['blackhole-timeout', 'half-closed-unfinished'],
      next: [
        { step: 'path', command: `mtr -rwn ${other.side === 0 ? c.clientAddress : c.serverAddress}`, where: nameOf(closer.side) },
        { step: 'orphans', command: "ss -tanop '( state fin-wait-1 or state last-ack )'", where: nameOf(closer.side) },
      ],
    }
  },
}
