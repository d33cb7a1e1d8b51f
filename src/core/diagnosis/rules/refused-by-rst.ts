/** `refused-by-rst`: a RST answered the SYN; who sent it stays open. */
import type { Connection } from '../../analysis/connection.ts'
import { FIREWALL_COMMAND, connectCommand, listenCommand, serverText } from '../commands.ts'
import { refusalOf } from '../refusal.ts'
import { isUnseenRefusal, resetsOf } from '../resets.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `refused-by-rst` and its words speak of. */
export interface RefusedByRstTerms {
  values: { afterNs: number; synDataBytes: number; ttl: number; request: 'seen' | 'unseen' }
  point: 'asked' | 'refused'
  alternative: 'refused-port-closed' | 'reject-tcp-reset'
  next: 'listen' | 'firewall' | 'probe' | 'again'
}

/** `refused-by-rst`: a RST answered the SYN; who sent it stays open. Also where only the RST was captured, as by a filter for resets. */
export const refusedByRst: Rule<'refused-by-rst', RefusedByRstTerms> = {
  id: 'refused-by-rst',
  question: 'Was the connection request refused with a RST that does not tell who sent it?',
  severity: 'error',
  sections: ['RFC 9293 §3.5.2', 'RFC 9293 §3.10.7.1', 'RFC 9293 §3.10.7.3'],
  phases: ['answered', 'mid-stream'],
  needsNotedPacket: ['rst'],
  holds: (c) => c.server.rstCount !== 0 && (refusalOf(c)?.origin === 'unknown' || isUnseenRefusal(c)),
  explain(c: Connection): Finding<RefusedByRstTerms> {
    const refusal = refusalOf(c)
    const rst = refusal?.rst ?? resetsOf(c)[0]
    if (rst === undefined) throw new Error('a RST refused the SYN')
    const refused = { point: 'refused', packets: [rst.packet] } as const
    const probe =
      c.ipVersion === 4
        ? `hping3 -S -o 48 -c 1 -p ${c.serverPort} ${serverText(c)}`
        : `nping -6 --tcp --flags syn --traffic-class 0x48 -c 1 -p ${c.serverPort} ${serverText(c)}`
    return {
      certainty: refusal === undefined ? 'likely' : 'proven',
      blame: 'unknown',
      values: {
        afterNs: refusal?.afterNs ?? NaN,
        synDataBytes: c.client.synCarriedData ? c.client.firstDataLen : 0,
        ttl: c.server.knows('ttl') ? rst.ttl : 0,
        request: refusal === undefined ? 'unseen' : 'seen',
      },
      evidence: refusal === undefined ? [refused] : [{ point: 'asked', packets: [c.client.synPacket] }, refused],
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
