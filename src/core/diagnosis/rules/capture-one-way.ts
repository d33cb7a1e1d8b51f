/** `capture-one-way`: the capture shows the packets of one direction only. */
import type { Connection } from '../../analysis/connection.ts'
import type { Endpoint } from '../../analysis/endpoint.ts'
import { type SideName, nameOf } from '../closing.ts'
import { captureCommand } from '../commands.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface CaptureOneWayTerms {
  values: { seen: SideName; unseen: SideName; packets: number; ackedBytes: number }
  point: 'acknowledges'
  alternative: 'syn-no-answer'
  next: 'both-ways'
}

/** One end acknowledges what the other, unseen, must have sent. */
export const captureOneWay: Rule<'capture-one-way', CaptureOneWayTerms> = {
  id: 'capture-one-way',
  question: 'Did the capture get one direction only?',
  severity: 'warning',
  sections: ['RFC 9293 §3.4'],
  phases: ['syn-only', 'answered', 'open', 'mid-stream'],
  holds: (c) =>
    !c.isOpenToItself && ((c.server.packets === 0 && hearsUnseen(c.client)) || (c.client.packets === 0 && hearsUnseen(c.server))),
  explain(c: Connection): Finding<CaptureOneWayTerms> {
    const seen = c.server.packets === 0 ? c.client : c.server
    return {
      certainty: 'proven',
      blame: 'capture',
      values: { seen: nameOf(seen.side), unseen: nameOf(1 - seen.side), packets: seen.packets, ackedBytes: Math.max(0, seen.ackPos - 1) },
      evidence: [
        {
          point: 'acknowledges',
          packets:
            seen.establishingAck !== 0 && seen.establishingAck !== seen.lastPacket
              ? [seen.establishingAck, seen.lastPacket]
              : [seen.lastPacket],
        },
      ],
      alternatives: ['syn-no-answer'],
      next: [{ step: 'both-ways', command: captureCommand(c), where: 'capture-host' }],
    }
  },
}

/** Its acknowledgment moved on, or completed a handshake: somebody has sent what it acknowledges. */
function hearsUnseen(seen: Endpoint): boolean {
  return seen.establishingAck !== 0 && (seen.ackPos > 1 || (seen.isnSeen && seen.packets > seen.synCount + seen.rstCount))
}
