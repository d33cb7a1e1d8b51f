/** `close-simultaneous`: both ends closed before they heard of each other's FIN. */
import type { Connection } from '../../analysis/connection.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface CloseSimultaneousTerms {
  values: { apartNs: number }
  point: 'fins-cross' | 'acknowledged'
  alternative: 'close-4way'
  next: never
}

/** Neither FIN acknowledges the other: both ends went through CLOSING to TIME-WAIT. */
export const closeSimultaneous: Rule<'close-simultaneous', CloseSimultaneousTerms> = {
  id: 'close-simultaneous',
  question: 'Did both ends close at the same time?',
  severity: 'ok',
  sections: ['RFC 9293 §3.6', 'RFC 9293 §3.10.7.4'],
  phases: ['open', 'mid-stream'],
  plain: true,
  holds(c) {
    const { client, server } = c
    return (
      client.sentFin && server.sentFin && !client.finAcksPeerFin && !server.finAcksPeerFin && (!hasReset(c) || endingReset(c) === undefined)
    )
  },
  explain(c: Connection): Finding<CloseSimultaneousTerms> {
    const { client, server } = c
    const fins: Packets = client.finPacket < server.finPacket ? [client.finPacket, server.finPacket] : [server.finPacket, client.finPacket]
    const acknowledged = [server.finAckedPacket, client.finAckedPacket].filter((packet) => packet !== 0).sort((a, b) => a - b)
    const evidence: [Evidence<CloseSimultaneousTerms>, ...Evidence<CloseSimultaneousTerms>[]] = [{ point: 'fins-cross', packets: fins }]
    const [first, ...rest] = acknowledged
    if (first !== undefined) evidence.push({ point: 'acknowledged', packets: [first, ...rest] })
    return {
      certainty: acknowledged.length === 2 ? 'proven' : 'likely',
      blame: 'nobody',
      values: { apartNs: Math.abs(client.finTimeNs - server.finTimeNs) },
      evidence,
      alternatives: ['close-4way'],
      next: [],
    }
  },
}
