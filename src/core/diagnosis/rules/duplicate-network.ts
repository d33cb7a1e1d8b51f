/** `duplicate-network`: the network delivered packets twice. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { captureCommand } from '../commands.ts'
import { repeatsOf } from '../repeats.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'
import { duplicateCapture } from './duplicate-capture.ts'

/** What the rule and its words share. */
export interface DuplicateNetworkTerms {
  values: { sender: SideName; receiver: SideName; copies: number; seen: 'copies' | 'reports' }
  point: 'copies' | 'reported'
  alternative: 'duplicate-capture' | 'retransmit-spurious'
  next: 'where-doubled'
}

/** A capture that doubles a packet (two interfaces, a bridge) does so within microseconds; a network needs longer. */
const DOUBLED_BY_NETWORK_US = 1000
/** One byte behind the end is what keepalives and window probes of some systems send on purpose. */
const PROBE_BYTES = 1

/** Copies with the sender's own count of the original; or, at the sender, reports of bytes come twice that it sent once. */
export const duplicateNetwork: Rule<'duplicate-network', DuplicateNetworkTerms> = {
  id: 'duplicate-network',
  question: 'Did the network deliver packets twice that were sent once?',
  severity: 'info',
  sections: ['RFC 6864 §4', 'RFC 2883 §4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: true,
  holds: (c) => !duplicateCapture.holds(c) && (networkCopies(c).length > 0 || reportsWithoutRepeat(c).length > 0),
  explain(c: Connection): Finding<DuplicateNetworkTerms> {
    const copies = networkCopies(c)
    const reports =
      copies.length > 0 ? c.events.filter((event) => event.kind === 'dsack' && event.packet > copies[0].packet) : reportsWithoutRepeat(c)
    const sender = copies[0]?.side ?? 1 - (reports[0]?.side ?? 0)
    const evidence: Evidence<DuplicateNetworkTerms>[] = []
    const shown = packets(copies)
    const reported = packets(reports)
    if (shown !== undefined) evidence.push({ point: 'copies', packets: shown })
    if (reported !== undefined) evidence.push({ point: 'reported', packets: reported })
    return {
      certainty: copies.length > 0 && reports.length > 0 ? 'proven' : 'likely',
      blame: 'path',
      values: {
        sender: nameOf(sender),
        receiver: nameOf(1 - sender),
        copies: Math.max(copies.length, copies.length > 0 ? 0 : reports.length),
        seen: copies.length > 0 ? 'copies' : 'reports',
      },
      evidence: [evidence[0] ?? { point: 'copies', packets: [c.lastPacket] }, ...evidence.slice(1)],
      alternatives: ['duplicate-capture', 'retransmit-spurious'],
      next: [{ step: 'where-doubled', command: captureCommand(c), where: 'router' }],
    }
  },
}

function packets(events: readonly TrackedEvent[]): Packets | undefined {
  const [first, ...rest] = events.map((event) => event.packet)
  return first === undefined ? undefined : [first, ...rest]
}

/** Packets that came again with the number that they had the first time. */
function networkCopies(c: Connection): readonly TrackedEvent[] {
  const late = repeatsOf(c)
    .filter(({ cause }) => cause === 'network-copy')
    .map(({ event }) => event)
  if (c.client.copies + c.server.copies === 0) return late
  const apart = c.events.filter(
    (event) => event.kind === 'copy' && (event.c >= DOUBLED_BY_NETWORK_US || event.b === 1) && (event.payloadLen > 0 || event.a === 0),
  )
  return [...late, ...apart].sort((a, b) => a.packet - b.packet)
}

/** Reports of bytes come twice, of which the sender, all of whose packets are here, sent everything once. */
function reportsWithoutRepeat(c: Connection): readonly TrackedEvent[] {
  return c.events.filter((event) => {
    if (event.kind !== 'dsack' || event.a <= PROBE_BYTES || event.pos < 1) return false
    const sender = endOf(c, 1 - event.side)
    return (
      sender.retransmitted + sender.outOfOrder + sender.gaps + sender.keepalives + sender.badChecksums === 0 &&
      sender.finCount <= 1 &&
      sender.synCount <= 1 &&
      !sender.synCarriedData &&
      event.side === (sender.side === 0 ? 1 : 0)
    )
  })
}
