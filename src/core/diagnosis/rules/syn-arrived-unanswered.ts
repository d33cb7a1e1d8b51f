/** `syn-arrived-unanswered`: the SYNs reached the server, and its host kept silent. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { DROP_COUNTERS_COMMAND, FIREWALL_COMMAND, listenCommand } from '../commands.ts'
import { capturedAtServer, synFate, synPackets, synSpanNs } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `syn-arrived-unanswered` and its words speak of. */
export interface SynArrivedUnansweredTerms {
  values: { syns: number; spanNs: number; ttl: number; atEnd: 'marked' | 'likely' }
  point: 'arrived' | 'hops'
  alternative: 'syn-no-answer' | 'lone-syn'
  next: 'firewall' | 'listen' | 'counters'
}

/** `syn-arrived-unanswered`: the SYNs reached the server, and its host kept silent. */
export const synArrivedUnanswered: Rule<'syn-arrived-unanswered', SynArrivedUnansweredTerms> = {
  id: 'syn-arrived-unanswered',
  question: 'Did connection requests reach the server host without being answered?',
  severity: 'error',
  sections: ['RFC 9293 §3.10.7.2', 'RFC 3704 §2.2'],
  phases: ['syn-only'],
  needsNotedPacket: true,
  holds(c) {
    return c.client.synCount > 1 && synFate(c) === 'silence' && capturedAtServer(c)
  },
  explain(c: Connection): Finding<SynArrivedUnansweredTerms> {
    const { client } = c
    const syns = synPackets(c)
    const { reason } = vantageOf(c)
    const few = client.synCount <= 2
    return {
      // Hops are missing on the way, too: only the capturing host's own word tells that it is the end of the way.
      certainty: reason === 'direction' && !few ? 'proven' : 'likely',
      blame: 'server',
      values: { syns: client.synCount, spanNs: synSpanNs(c), ttl: client.maxTtl, atEnd: reason === 'direction' ? 'marked' : 'likely' },
      evidence: [
        { point: 'arrived', packets: syns },
        ...(reason === 'ttl' ? [{ point: 'hops' as const, packets: [syns[0]] as const }] : []),
      ],
      alternatives: ['syn-no-answer', ...(few ? ['lone-syn' as const] : [])],
      next: [
        { step: 'firewall', command: FIREWALL_COMMAND, where: 'server' },
        { step: 'listen', command: listenCommand(c), where: 'server' },
        { step: 'counters', command: DROP_COUNTERS_COMMAND, where: 'server' },
      ],
    }
  },
}
