/** `host-unreach-router`: the last router asked for the host in vain and said so. */
import type { Connection } from '../../analysis/connection.ts'
import { connectCommand, serverText } from '../commands.ts'
import { connectError, icmpAnswerOf } from '../icmp-answer.ts'
import { synFate, synPackets } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `host-unreach-router` and its words speak of. */
export interface HostUnreachRouterTerms {
  values: { version: number; type: number; code: number; source: string; error: string; afterNs: number; syns: number; errors: number }
  point: 'asked' | 'given-up'
  alternative: 'reject-icmp'
  next: 'neighbour' | 'arping' | 'again'
}

/** `host-unreach-router`: the last router asked for the host in vain and said so. */
export const hostUnreachRouter: Rule<'host-unreach-router', HostUnreachRouterTerms> = {
  id: 'host-unreach-router',
  question: 'Did the last router report, after asking for it, that the host cannot be found?',
  severity: 'error',
  sections: ['RFC 1812 §5.2.7.1', 'RFC 4861 §7.2.2', 'RFC 4443 §3.1'],
  phases: ['syn-only'],
  needsNotedPacket: ['icmp'],
  holds(c) {
    return c.icmpErrors !== 0 && synFate(c) === 'undeliverable'
  },
  explain(c: Connection): Finding<HostUnreachRouterTerms> {
    const answer = icmpAnswerOf(c)
    if (answer === undefined) throw new Error('an ICMP error answered the SYN')
    const [first, ...others] = answer.errors
    return {
      certainty: answer.errors.length > 1 ? 'proven' : 'likely',
      blame: 'server',
      values: {
        version: answer.v6 ? 6 : 4,
        type: answer.type,
        code: answer.code,
        source: answer.source,
        error: connectError(answer.v6, answer.type, answer.code),
        afterNs: answer.afterNs,
        syns: c.client.synCount,
        errors: answer.errors.length,
      },
      evidence: [
        { point: 'asked', packets: synPackets(c) },
        { point: 'given-up', packets: [first.packet, ...others.map((error) => error.packet)] },
      ],
      alternatives: ['reject-icmp'],
      next: [
        { step: 'neighbour', command: `ip neigh show ${serverText(c)}`, where: 'router' },
        {
          step: 'arping',
          command: answer.v6 ? `ndisc6 ${serverText(c)} DEVICE` : `arping -c 3 -I DEVICE ${serverText(c)}`,
          where: 'router',
        },
        { step: 'again', command: connectCommand(c), where: 'client' },
      ],
    }
  },
}
