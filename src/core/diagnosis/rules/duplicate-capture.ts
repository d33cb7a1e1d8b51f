/** `duplicate-capture`: the capture has every packet twice. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import type { Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface DuplicateCaptureTerms {
  values: { packets: number; copies: number }
  point: 'copies'
  alternative: 'duplicate-network'
  next: 'one-interface'
}

/** Networks double single packets; a capture on two interfaces, or before and after a bridge, doubles (nearly) all. */
const NEARLY_ALL = 0.8
/** Fewer copies may be chance. */
const FEWEST_COPIES = 3

/** Exact copies (same IP ID, same timestamps) of nearly every packet of each end that sent any. */
export const duplicateCapture: Rule<'duplicate-capture', DuplicateCaptureTerms> = {
  id: 'duplicate-capture',
  question: 'Does the capture have every packet twice?',
  severity: 'info',
  sections: ['RFC 6864 §4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['copy'],
  holds: (c) => c.client.copies + c.server.copies >= FEWEST_COPIES && doubled(c.client) && doubled(c.server),
  explain(c: Connection): Finding<DuplicateCaptureTerms> {
    const [first, ...rest] = c.events.filter((event) => event.kind === 'copy').map((event) => event.packet)
    const copies: Packets = first === undefined ? [c.lastPacket] : [first, ...rest]
    return {
      certainty: 'likely',
      blame: 'capture',
      values: { packets: c.client.packets + c.server.packets, copies: c.client.copies + c.server.copies },
      evidence: [{ point: 'copies', packets: copies }],
      alternatives: ['duplicate-network'],
      next: [{ step: 'one-interface', command: 'tcpdump -D', where: 'capture-host' }],
    }
  },
}

function doubled(end: Endpoint): boolean {
  return end.copies >= end.packets * NEARLY_ALL
}
