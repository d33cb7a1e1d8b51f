/** `blackhole-timeout`: from one moment on, nothing came back any more. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, nameOf, peerOf } from '../closing.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface BlackholeTimeoutTerms {
  values: { sender: SideName; other: SideName; copies: number; silenceNs: number; lostBytes: number; heard: 'before' | 'never' }
  point: 'last-heard' | 'unanswered' | 'repeats'
  alternative: 'idle-timeout-middlebox' | 'loss-rto' | 'capture-one-way'
  next: 'path' | 'other-end'
}

/** Repeats without any answer; one alone (the tail probe, RFC 8985 §7.2) often finds its own way. */
const FEWEST_REPEATS = 2
/** Where the capture has nothing of the other end at all, and began in mid-stream: whoever hears acknowledgments does not repeat so often. */
const FEWEST_UNHEARD_REPEATS = 3
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
    const found = repeatsAfter(c, sender, other.lastPacket)
    const [first, ...rest] = found.map(({ packet }) => packet)
    const repeats: Packets = first === undefined ? [sender.lastPacket] : [first, ...rest]
    const wasHeard = other.packets !== 0
    // Of an end that was never heard: since the segment was sent first.
    const sinceNs = wasHeard ? other.lastTimeNs : found[0].timeNs - found[0].c * 1000
    const repeated: Evidence<BlackholeTimeoutTerms> = { point: 'repeats', packets: repeats }
    const unanswered: Evidence<BlackholeTimeoutTerms>[] =
      sender.lastData < repeats[0] ? [{ point: 'unanswered', packets: [sender.lastData] }] : []
    return {
      certainty: 'likely',
      blame: 'unknown',
      values: {
        sender: nameOf(sender.side),
        other: nameOf(other.side),
        copies: repeats.length,
        silenceNs: sender.lastTimeNs - sinceNs,
        heard: wasHeard ? 'before' : 'never',
        lostBytes: Math.max(0, sender.nxtPos - Math.max(1, other.ackPos)),
      },
      evidence: wasHeard ? [{ point: 'last-heard', packets: [other.lastPacket] }, ...unanswered, repeated] : [repeated],
      alternatives: wasHeard ? ['idle-timeout-middlebox', 'loss-rto'] : ['idle-timeout-middlebox', 'capture-one-way'],
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
  if (sender.retransmitted < FEWEST_REPEATS || sender.sentFin || sender.lastPacket < other.lastPacket) return false
  if (sender.rstCount + other.rstCount !== 0) return false
  const repeats = repeatsAfter(c, sender, other.lastPacket)
  if (other.packets === 0) return c.phase === 'mid-stream' && isAllInVain(sender, repeats)
  if (other.windowShut || !(sender.peerHasNotAcked > 0)) return false
  if (repeats.length >= FEWEST_REPEATS) return true
  return c.lostEvents > 0 && sender.lastTimeNs - other.lastTimeNs > LONG_SILENCE_NS
}

/** Nothing but the same segment, up to the end. */
function isAllInVain(sender: Endpoint, repeats: readonly TrackedEvent[]): boolean {
  const [first, ...others] = repeats
  return (
    repeats.length >= FEWEST_UNHEARD_REPEATS &&
    others.every((again) => again.pos === first.pos && again.payloadLen === first.payloadLen && again.beyondBytes === first.beyondBytes) &&
    repeats.at(-1)?.packet === sender.lastPacket
  )
}

function repeatsAfter(c: Connection, sender: Endpoint, packet: number): TrackedEvent[] {
  return c.events.filter((event) => event.kind === 'retransmission' && event.side === sender.side && event.packet > packet)
}
