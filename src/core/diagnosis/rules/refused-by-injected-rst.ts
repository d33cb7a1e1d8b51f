/** `refused-by-injected-rst`: a forged RST refused, then the true server accepted. */
import type { Connection } from '../../analysis/connection.ts'
import { captureCommand, pathCommand } from '../commands.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `refused-by-injected-rst` and its words speak of. */
export interface RefusedByInjectedRstTerms {
  values: { rstAfterNs: number; synAckAfterNs: number; rstTtl: number; synAckTtl: number; clientRefused: number }
  point: 'forged' | 'genuine' | 'client-reset'
  alternative: 'refused-by-rst'
  next: 'ttl' | 'both-ends'
}

/** `refused-by-injected-rst`: a forged RST refused, then the true server accepted. */
export const refusedByInjectedRst: Rule<'refused-by-injected-rst', RefusedByInjectedRstTerms> = {
  id: 'refused-by-injected-rst',
  question: 'Did a RST refuse the request although the server then accepted it?',
  severity: 'error',
  sections: ['RFC 9293 §3.10.7.3', 'RFC 5961 §1'],
  phases: ['answered', 'open'],
  needsNotedPacket: ['rst'],
  holds: ({ client, server }) => server.rstAccepted && server.sentSynAck && client.sentBareSyn && server.rstPacket < server.synPacket,
  explain(c: Connection): Finding<RefusedByInjectedRstTerms> {
    const { client, server } = c
    const rst = c.events.find((event) => event.kind === 'rst' && event.side === 1)
    const ttls = rst !== undefined && server.knows('ttl')
    return {
      certainty: 'proven',
      blame: 'path',
      values: {
        rstAfterNs: server.rstTimeNs - client.synTimeNs,
        synAckAfterNs: server.synTimeNs - client.synTimeNs,
        rstTtl: ttls ? rst.ttl : 0,
        synAckTtl: ttls ? server.minTtl : 0,
        clientRefused: client.rstCount,
      },
      evidence: [
        { point: 'forged', packets: [server.rstPacket] },
        { point: 'genuine', packets: [server.synPacket] },
        ...(client.rstCount === 0 ? [] : [{ point: 'client-reset' as const, packets: [client.rstPacket] as const }]),
      ],
      alternatives: ['refused-by-rst'],
      next: [
        { step: 'ttl', command: pathCommand(c), where: 'client' },
        { step: 'both-ends', command: captureCommand(c), where: 'server' },
      ],
    }
  },
}
