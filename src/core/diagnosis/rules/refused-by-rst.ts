/** `refused-by-rst`: a RST answered the SYN; who sent it stays open. */
import type { Connection } from '../../analysis/connection.ts'
import { FIREWALL_COMMAND, connectCommand, listenCommand, serverText } from '../commands.ts'
import { refusalOf } from '../refusal.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `refused-by-rst` and its words speak of. */
export interface RefusedByRstTerms {
  values: { afterNs: number; synDataBytes: number; ttl: number }
  point: 'asked' | 'refused'
  alternative: 'refused-port-closed' | 'reject-tcp-reset'
  next: 'listen' | 'firewall' | 'probe' | 'again'
}

/** `refused-by-rst`: a RST answered the SYN; who sent it stays open. */
export const refusedByRst: Rule<'refused-by-rst', RefusedByRstTerms> = {
  id: 'refused-by-rst',
  question: 'Was the connection request refused with a RST that does not tell who sent it?',
  severity: 'error',
  sections: ['RFC 9293 §3.5.2', 'RFC 9293 §3.10.7.1', 'RFC 9293 §3.10.7.3'],
  phases: ['answered'],
  needsNotedPacket: ['rst'],
  holds: (c) => c.server.rstCount !== 0 && refusalOf(c)?.origin === 'unknown',
  explain(c: Connection): Finding<RefusedByRstTerms> {
    const refusal = refusalOf(c)
    if (refusal === undefined) throw new Error('a RST refused the SYN')
    const probe =
      c.ipVersion === 4
        ? `hping3 -S -o 48 -c 1 -p ${c.serverPort} ${serverText(c)}`
        : `nping -6 --tcp --flags syn --traffic-class 0x48 -c 1 -p ${c.serverPort} ${serverText(c)}`
    return {
      certainty: 'proven',
      blame: 'unknown',
      values: {
        afterNs: refusal.afterNs,
        synDataBytes: c.client.synCarriedData ? c.client.firstDataLen : 0,
        ttl: c.server.knows('ttl') ? refusal.rst.ttl : 0,
      },
      evidence: [
        { point: 'asked', packets: [c.client.synPacket] },
        { point: 'refused', packets: [refusal.rst.packet] },
      ],
      alternatives: ['refused-port-closed', 'reject-tcp-reset'],
      next: [
        { step: 'listen', command: listenCommand(c), where: 'server' },
        { step: 'firewall', command: FIREWALL_COMMAND, where: 'server' },
        { step: 'probe', command: probe, where: 'client' },
        { step: 'again', command: connectCommand(c), where: 'client' },
      ],
    }
  },
}
