/** `pmtud-works`: the path needs smaller packets, and the sender was told and adapted. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { isTooBig, largeLost, nextHopMtu } from '../path-mtu.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface PmtudWorksTerms {
  values: { sender: SideName; receiver: SideName; router: string; mtuBytes: number; errors: number }
  point: 'told' | 'smaller' | 'taken'
  alternative: 'pmtu-blackhole' | 'loss-fast-retransmit'
  next: never
}

/** "Fragmentation needed" or "packet too big" about a segment whose bytes were acknowledged later. */
export const pmtudWorks: Rule<'pmtud-works', PmtudWorksTerms> = {
  id: 'pmtud-works',
  question: 'Did a router ask for smaller packets, and did the sender comply?',
  severity: 'info',
  sections: ['RFC 1191 §4', 'RFC 8201 §4', 'RFC 4443 §3.2'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['icmp'],
  holds: (c) => c.icmpErrors !== 0 && obeyed(c).length > 0 && largeLost(c) === undefined,
  explain(c: Connection): Finding<PmtudWorksTerms> {
    const [first, ...rest] = obeyed(c)
    if (first === undefined) throw new Error('a message that was heard')
    const receiver = endOf(c, 1 - first.side)
    const errors: Packets = [first.packet, ...rest.map((event) => event.packet)]
    const again = c.events
      .filter((event) => event.kind === 'retransmission' && event.side === first.side && event.packet > first.packet)
      .map((event) => event.packet)
    const evidence: [Evidence<PmtudWorksTerms>, ...Evidence<PmtudWorksTerms>[]] = [{ point: 'told', packets: errors }]
    if (again[0] !== undefined) evidence.push({ point: 'smaller', packets: [again[0], ...again.slice(1)] })
    evidence.push({ point: 'taken', packets: [receiver.lastPacket] })
    return {
      certainty: 'proven',
      blame: 'nobody',
      values: {
        sender: nameOf(first.side),
        receiver: nameOf(1 - first.side),
        router: c.addressText(first.b, c.ipVersion),
        mtuBytes: nextHopMtu(first),
        errors: errors.length,
      },
      evidence,
      alternatives: ['pmtu-blackhole', 'loss-fast-retransmit'],
      next: [],
    }
  },
}

/** Messages about segments that got through in the end. */
function obeyed(c: Connection): readonly TrackedEvent[] {
  return c.events.filter(
    (event) => event.kind === 'icmp' && isTooBig(event) && event.pos >= 1 && endOf(c, 1 - event.side).ackPos > event.pos,
  )
}
