/** `accept-queue-full`: the server ignores the ACK and the request, because its program does not accept. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { DROP_COUNTERS_COMMAND, listenCommand } from '../commands.ts'
import { requestIgnored, requestRepeats, synAckRepeatOf } from '../handshake.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `accept-queue-full` and its words speak of. */
export interface AcceptQueueFullTerms {
  values: { requests: number; synAcks: number; atServer: number; waitedNs: number }
  point: 'acknowledged' | 'request' | 'half-open' | 'at-last'
  alternative: 'request-unacknowledged' | 'synack-retrans-ack-lost'
  next: 'queue' | 'counters' | 'program'
}

/** `accept-queue-full`: the server ignores the ACK and the request, because its program does not accept. */
export const acceptQueueFull: Rule<'accept-queue-full', AcceptQueueFullTerms> = {
  id: 'accept-queue-full',
  question: 'Does the server ignore the request because its accept queue is full?',
  severity: 'error',
  sections: ['RFC 9293 §3.5', 'RFC 9293 §3.10.7.4'],
  phases: ['open'],
  needsNotedPacket: ['retransmission'],
  holds: (c) => requestIgnored(c),
  explain(c: Connection): Finding<AcceptQueueFullTerms> {
    const { client, server } = c
    const repeat = synAckRepeatOf(c)
    const requests = requestRepeats(c).map((event) => event.packet)
    const atServer = vantageOf(c).point === 'server-side'
    const synAcks = repeat?.cause === 'queue-full' ? repeat.repeats.map((event) => event.packet) : []
    const [firstAgain, ...moreAgain] = synAcks
    return {
      certainty: synAcks.length > 0 || atServer ? 'likely' : 'possible',
      blame: 'server',
      values: {
        requests: requests.length + 1,
        synAcks: synAcks.length,
        atServer: Number(atServer),
        waitedNs: server.establishingAck === 0 ? NaN : server.establishingAckTimeNs - client.firstDataTimeNs,
      },
      evidence: [
        { point: 'acknowledged', packets: [client.establishingAck === 0 ? client.firstData : client.establishingAck] },
        { point: 'request', packets: [client.firstData, ...requests] },
        ...(firstAgain === undefined ? [] : [{ point: 'half-open' as const, packets: [firstAgain, ...moreAgain] as const }]),
        ...(server.establishingAck === 0 ? [] : [{ point: 'at-last' as const, packets: [server.establishingAck] as const }]),
      ],
      alternatives: atServer ? ['request-unacknowledged'] : ['request-unacknowledged', 'synack-retrans-ack-lost'],
      next: [
        { step: 'queue', command: listenCommand(c), where: 'server' },
        { step: 'counters', command: DROP_COUNTERS_COMMAND, where: 'server' },
        {
          step: 'program',
          command: `P=$(ss -ltnpH 'sport = :${c.serverPort}' | grep -o 'pid=[0-9]*' | head -1 | cut -d= -f2); cat /proc/$P/wchan /proc/$P/stack`,
          where: 'server',
        },
      ],
    }
  },
}
