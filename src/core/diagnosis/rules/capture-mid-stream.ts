/** `capture-mid-stream`: the connection is older than the capture. */
import type { Connection } from '../../analysis/connection.ts'
import { captureCommand } from '../commands.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface CaptureMidStreamTerms {
  values: { packets: number; roles: 'guessed' | 'known' }
  point: 'first' | 'last'
  alternative: 'open-established-at-end'
  next: 'from-start'
}

/** No SYN in the capture: who opened, window scale and MSS are unknown. Holds for all in mid-stream, but for a capture of the close alone. */
export const captureMidStream: Rule<'capture-mid-stream', CaptureMidStreamTerms> = {
  id: 'capture-mid-stream',
  question: 'Had the connection begun before the capture?',
  severity: 'info',
  sections: ['RFC 9293 §3.3.2'],
  phases: ['mid-stream'],
  holds: (c) => !(c.client.sentFin && c.server.sentFin && c.client.dataPackets + c.server.dataPackets === 0),
  explain(c: Connection): Finding<CaptureMidStreamTerms> {
    return {
      certainty: 'likely',
      blame: 'nobody',
      values: { packets: c.client.packets + c.server.packets, roles: c.rolesGuessed ? 'guessed' : 'known' },
      evidence: [
        { point: 'first', packets: [c.firstPacket] },
        { point: 'last', packets: [c.lastPacket] },
      ],
      alternatives: ['open-established-at-end'],
      next: [{ step: 'from-start', command: captureCommand(c), where: 'capture-host' }],
    }
  },
}
