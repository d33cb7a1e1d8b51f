/** `rst-after-handshake`: the server accepted the connection and aborted it at once. */
import type { Connection } from '../../analysis/connection.ts'
import { listenCommand } from '../commands.ts'
import { firstReset, neverTaken } from '../handshake.ts'
import { forgery, ofLiveSocket } from '../resets.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `rst-after-handshake` and its words speak of. */
export interface RstAfterHandshakeTerms {
  values: { afterNs: number; requestBytes: number }
  point: 'up' | 'request' | 'reset'
  alternative: 'accept-queue-full-rst' | 'rst-injected'
  next: 'log' | 'limits'
}

/** A program that turns a client away does so in this time; one that took longer had begun to serve it. */
const AT_ONCE_NS = 3e9

/** `rst-after-handshake`: the server accepted the connection and aborted it at once. */
export const rstAfterHandshake: Rule<'rst-after-handshake', RstAfterHandshakeTerms> = {
  id: 'rst-after-handshake',
  question: 'Did the server abort the connection as soon as it was open?',
  severity: 'error',
  sections: ['RFC 9293 §3.10.5', 'RFC 9293 §3.5.2'],
  phases: ['open'],
  needsNotedPacket: ['rst'],
  holds(c) {
    const { client, server } = c
    if (!neverTaken(c) || client.establishingAck === 0 || client.sentFin) return false
    const rst = firstReset(c)
    return (
      rst !== undefined &&
      ofLiveSocket(c, rst) &&
      rst.packet > client.establishingAck &&
      forgery(c) === undefined &&
      !(server.rstTimeNs - client.establishingAckTimeNs > AT_ONCE_NS)
    )
  },
  explain(c: Connection): Finding<RstAfterHandshakeTerms> {
    const { client, server } = c
    const request = client.firstData !== 0 && client.firstData < server.rstPacket
    return {
      certainty: 'likely',
      blame: 'server',
      values: { afterNs: server.rstTimeNs - client.establishingAckTimeNs, requestBytes: request ? client.payloadBytes : 0 },
      evidence: [
        { point: 'up', packets: [server.synPacket, client.establishingAck] },
        ...(request ? [{ point: 'request' as const, packets: [client.firstData] as const }] : []),
        { point: 'reset', packets: [server.rstPacket] },
      ],
      alternatives: ['accept-queue-full-rst', 'rst-injected'],
      next: [
        { step: 'log', command: listenCommand(c), where: 'server' },
        {
          step: 'limits',
          command: `P=$(ss -ltnpH 'sport = :${c.serverPort}' | grep -o 'pid=[0-9]*' | head -1 | cut -d= -f2); grep 'open files' /proc/$P/limits; ls /proc/$P/fd | wc -l`,
          where: 'server',
        },
      ],
    }
  },
}
