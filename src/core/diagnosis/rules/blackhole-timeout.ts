/** `blackhole-timeout`: from one moment on, nothing came back any more. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface BlackholeTimeoutTerms {
  values: { sender: SideName; other: SideName; copies: number; silenceNs: number; lostBytes: number }
  point: 'last-heard' | 'unanswered' | 'repeats'
  alternative: 'idle-timeout-middlebox' | 'loss-rto'
  next: 'path' | 'other-end'
}

/** Repeats without any answer; one alone (the tail probe, RFC 8985 §7.2) often finds its own way. */
const FEWEST_REPEATS = 2
/** When the log of repeats was full: a sender's silence of several doubled timeouts. */
const LONG_SILENCE_NS = 3e9

/** Data is repeated and nothing, not even an old ACK, comes from the other end until the capture ends. */
export const blackholeTimeout: Rule<'blackhole-timeout', BlackholeTimeoutTerms> = {
  id: 'blackhole-timeout',
  question: 'Did everything stop coming back from one moment on?',
  severity: 'error',
  sections: ['RFC 9293 §3.8.3', 'RFC 6298 §5'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['retransmission'],
  holds: (c) => c.hasEvents && unansweredSender(c) !== undefined,
  explain(c: Connection): Finding<BlackholeTimeoutTerms> {
    const sender = unansweredSender(c)
    if (sender === undefined) throw new Error('an unanswered sender')
    const other = peerOf(c, sender)
    const [first, ...rest] = repeatsAfter(c, sender, other.lastPacket)
    const repeats: Packets = first === undefined ? [sender.lastPacket] : [first, ...rest]
    const evidence: [Evidence<BlackholeTimeoutTerms>, ...Evidence<BlackholeTimeoutTerms>[]] = [
      { point: 'last-heard', packets: [other.lastPacket] },
    ]
    if (sender.lastData < repeats[0]) evidence.push({ point: 'unanswered', packets: [sender.lastData] })
    evidence.push({ point: 'repeats', packets: repeats })
    return {
      certainty: 'likely',
      blame: 'unknown',
      values: {
        sender: nameOf(sender.side),
        other: nameOf(other.side),
        copies: repeats.length,
        silenceNs: sender.lastTimeNs - other.lastTimeNs,
        lostBytes: Math.max(0, sender.nxtPos - Math.max(1, other.ackPos)),
      },
      evidence,
      alternatives: ['idle-timeout-middlebox', 'loss-rto'],
      next: [
        { step: 'path', command: `mtr -rwn ${other.side === 0 ? c.clientAddress : c.serverAddress}`, where: nameOf(sender.side) },
        {
          step: 'other-end',
          command: `ss -tanoi '( sport = :${other.side === 0 ? c.clientPort : c.serverPort} )'`,
          where: nameOf(other.side),
        },
      ],
    }
  },
}

function unansweredSender(c: Connection): Endpoint | undefined {
  if (unanswered(c, c.client, c.server)) return c.client
  return unanswered(c, c.server, c.client) ? c.server : undefined
}

function unanswered(c: Connection, sender: Endpoint, other: Endpoint): boolean {
  if (sender.retransmitted < FEWEST_REPEATS || sender.sentFin || sender.lastPacket < other.lastPacket || other.packets === 0) return false
  if (sender.rstCount + other.rstCount !== 0 || other.windowShut || !(sender.peerHasNotAcked > 0)) return false
  if (repeatsAfter(c, sender, other.lastPacket).length >= FEWEST_REPEATS) return true
  return c.lostEvents > 0 && sender.lastTimeNs - other.lastTimeNs > LONG_SILENCE_NS
}

function repeatsAfter(c: Connection, sender: Endpoint, packet: number): number[] {
  return c.events
    .filter((event) => event.kind === 'retransmission' && event.side === sender.side && event.packet > packet)
    .map((event) => event.packet)
}
