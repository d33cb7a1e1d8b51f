/** `reject-tcp-reset`: a firewall refused with a RST in the server's name. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { FIREWALL_COMMAND, listenCommand, pathCommand } from '../commands.ts'
import { type RefusalSign, refusalOf } from '../refusal.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `reject-tcp-reset` and its words speak of. */
export interface RejectTcpResetTerms {
  values: { afterNs: number; sign: RefusalSign; synTos: number; version: number }
  point: 'asked' | 'refused' | 'not-the-kernel'
  alternative: 'refused-port-closed'
  next: 'firewall' | 'listen' | 'path'
}

/** `reject-tcp-reset`: a firewall refused with a RST in the server's name. */
export const rejectTcpReset: Rule<'reject-tcp-reset', RejectTcpResetTerms> = {
  id: 'reject-tcp-reset',
  question: 'Did a firewall refuse the connection with a RST?',
  severity: 'error',
  sections: ['RFC 9293 §3.5.2', 'RFC 6437 §3'],
  phases: ['answered'],
  needsNotedPacket: ['rst'],
  holds: (c) => c.server.rstCount !== 0 && refusalOf(c)?.origin === 'firewall',
  explain(c: Connection): Finding<RejectTcpResetTerms> {
    const refusal = refusalOf(c)
    if (refusal === undefined) throw new Error('a RST refused the SYN')
    return {
      certainty: 'likely',
      blame: vantageOf(c).point === 'server-side' ? 'server' : 'unknown',
      values: { afterNs: refusal.afterNs, sign: refusal.sign, synTos: c.client.firstTos, version: c.ipVersion },
      evidence: [
        { point: 'asked', packets: [c.client.synPacket] },
        { point: 'refused', packets: [refusal.rst.packet] },
        { point: 'not-the-kernel', packets: [refusal.rst.packet] },
      ],
      alternatives: ['refused-port-closed'],
      next: [
        { step: 'firewall', command: FIREWALL_COMMAND, where: 'server' },
        { step: 'listen', command: listenCommand(c), where: 'server' },
        { step: 'path', command: pathCommand(c), where: 'client' },
      ],
    }
  },
}
