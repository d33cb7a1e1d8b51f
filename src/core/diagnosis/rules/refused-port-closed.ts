/** `refused-port-closed`: the host itself refused; nobody listens on the port. */
import type { Connection } from '../../analysis/connection.ts'
import { connectCommand, listenCommand } from '../commands.ts'
import { type RefusalSign, refusalOf } from '../refusal.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `refused-port-closed` and its words speak of. */
export interface RefusedPortClosedTerms {
  values: { afterNs: number; sign: RefusalSign; synTos: number; flowLabel: number; synDataBytes: number }
  point: 'asked' | 'refused' | 'own-kernel'
  alternative: 'reject-tcp-reset'
  next: 'listen' | 'service' | 'again'
}

/** `refused-port-closed`: the host itself refused; nobody listens on the port. */
export const refusedPortClosed: Rule<'refused-port-closed', RefusedPortClosedTerms> = {
  id: 'refused-port-closed',
  question: 'Did the host itself refuse the connection, because nobody listens on the port?',
  severity: 'error',
  sections: ['RFC 9293 §3.5.2', 'RFC 9293 §3.10.7.1'],
  phases: ['answered'],
  needsNotedPacket: ['rst'],
  holds: (c) => c.server.rstCount !== 0 && refusalOf(c)?.origin === 'closed-port',
  explain(c: Connection): Finding<RefusedPortClosedTerms> {
    const refusal = refusalOf(c)
    if (refusal === undefined) throw new Error('a RST refused the SYN')
    return {
      certainty: 'likely',
      blame: 'server',
      values: {
        afterNs: refusal.afterNs,
        sign: refusal.sign,
        synTos: c.client.firstTos,
        flowLabel: refusal.rst.flowLabel,
        synDataBytes: c.client.synCarriedData ? c.client.firstDataLen : 0,
      },
      evidence: [
        { point: 'asked', packets: [c.client.synPacket] },
        { point: 'refused', packets: [refusal.rst.packet] },
        { point: 'own-kernel', packets: [refusal.rst.packet] },
      ],
      alternatives: ['reject-tcp-reset'],
      next: [
        { step: 'listen', command: listenCommand(c), where: 'server' },
        { step: 'service', command: 'systemctl --failed; docker ps -a', where: 'server' },
        { step: 'again', command: connectCommand(c), where: 'client' },
      ],
    }
  },
}
