/** `urgent-data`: urgent (out-of-band) data was used. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, nameOf } from '../closing.ts'
import type { Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface UrgentDataTerms {
  values: { sender: SideName; pointer: number }
  point: 'urgent'
  alternative: 'scan-xmas'
  next: 'inline'
}

/** The URG flag with a pointer, on a segment of an open connection. */
export const urgentData: Rule<'urgent-data', UrgentDataTerms> = {
  id: 'urgent-data',
  question: 'Was urgent data sent?',
  severity: 'info',
  sections: ['RFC 9293 §3.8.5', 'RFC 6093 §3'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['urgent'],
  holds: (c) => (c.client.urgent || c.server.urgent) && urgent(c).length > 0,
  explain(c: Connection): Finding<UrgentDataTerms> {
    const [first, ...rest] = urgent(c)
    if (first === undefined) throw new Error('an urgent segment')
    const packets: Packets = [first.packet, ...rest.map((event) => event.packet)]
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: { sender: nameOf(first.side), pointer: first.a },
      evidence: [{ point: 'urgent', packets }],
      alternatives: ['scan-xmas'],
      next: [{ step: 'inline', command: 'ss -tnp', where: nameOf(1 - first.side) }],
    }
  },
}

/** Urgent data needs a pointer, and a segment that belongs to a connection: scans set the flag for its own sake. */
function urgent(c: Connection): readonly TrackedEvent[] {
  const odd = new Set(c.events.filter((event) => event.kind === 'odd-flags').map((event) => event.packet))
  return c.events.filter((event) => event.kind === 'urgent' && event.a !== 0 && !odd.has(event.packet))
}
