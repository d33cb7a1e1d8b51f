/** `synack-reset-by-client`: the server answered, and the client reset the half-open connection. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { captureCommand } from '../commands.ts'
import { SYN_REPEAT_DUE_NS } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `synack-reset-by-client` and its words speak of. */
export interface SynackResetByClientTerms {
  values: { synAckAfterNs: number; resetAfterNs: number; syns: number }
  point: 'accepted' | 'reset'
  alternative: 'scan-syn' | 'refused-by-injected-rst' | 'syn-retransmitted-then-ok'
  next: 'at-client' | 'others'
}

/** `synack-reset-by-client`: the server answered, and the client reset the half-open connection. */
export const synackResetByClient: Rule<'synack-reset-by-client', SynackResetByClientTerms> = {
  id: 'synack-reset-by-client',
  question: 'Did the client reset the connection that the server had just accepted?',
  severity: 'warning',
  sections: ['RFC 9293 §3.5.1', 'RFC 9293 §3.10.7.3'],
  phases: ['answered'],
  needsNotedPacket: ['rst'],
  holds: ({ client, server }) =>
    client.rstCount !== 0 &&
    (client.sentBareSyn || client.packets === client.rstCount) &&
    server.sentSynAck &&
    !server.rstAccepted &&
    client.rstPacket > server.synPacket,
  explain(c: Connection): Finding<SynackResetByClientTerms> {
    const { client, server } = c
    const gaveUp = client.synCount > 1 || server.synTimeNs - client.synTimeNs > SYN_REPEAT_DUE_NS
    const atClient = vantageOf(c).point === 'client-side'
    return {
      certainty: client.synCount === 0 ? 'likely' : 'proven',
      // Without its request, the client may have been asked for nothing: somebody used its address.
      blame: client.synCount === 0 ? 'unknown' : 'client',
      values: {
        synAckAfterNs: server.synTimeNs - client.synTimeNs,
        resetAfterNs: client.rstTimeNs - server.synTimeNs,
        syns: client.synCount,
      },
      evidence: [
        { point: 'accepted', packets: [server.synPacket] },
        { point: 'reset', packets: [client.rstPacket] },
      ],
      alternatives: [
        'scan-syn',
        ...(atClient || client.synCount === 0 ? [] : ['refused-by-injected-rst' as const]),
        ...(gaveUp ? ['syn-retransmitted-then-ok' as const] : []),
      ],
      next: [
        { step: 'at-client', command: captureCommand(c), where: 'client' },
        {
          step: 'others',
          command: `tcpdump -ni any 'tcp[tcpflags] & tcp-syn != 0 and src host ${c.client.knows('addresses') ? c.clientAddress : 'CLIENT'}'`,
          where: 'server',
        },
      ],
    }
  },
}
