/** `reject-icmp`: an ICMP error refused the connection request. */
import type { Connection } from '../../analysis/connection.ts'
import { FIREWALL_COMMAND, pathCommand, routeCommand } from '../commands.ts'
import { connectError, icmpAnswerOf } from '../icmp-answer.ts'
import { synFate, synPackets } from '../opening.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `reject-icmp` and its words speak of. */
export interface RejectIcmpTerms {
  values: {
    version: number
    type: number
    code: number
    source: string
    fromServer: number
    error: string
    afterNs: number
    syns: number
    errors: number
  }
  point: 'asked' | 'refused' | 'asked-again'
  alternative: 'host-unreach-router' | 'refused-port-closed'
  next: 'host-firewall' | 'router-firewall' | 'route' | 'path'
}

function isHostUnreachable(v6: boolean, code: number): boolean {
  return v6 ? code === 3 : code === 1
}

function isPortUnreachable(v6: boolean, code: number): boolean {
  return v6 ? code === 4 : code === 3
}

/** `reject-icmp`: an ICMP error refused the connection request. */
export const rejectIcmp: Rule<'reject-icmp', RejectIcmpTerms> = {
  id: 'reject-icmp',
  question: 'Did an ICMP error refuse the connection request?',
  severity: 'error',
  sections: ['RFC 792', 'RFC 4443 §3.1', 'RFC 1122 §4.2.3.9', 'RFC 5461 §3'],
  phases: ['syn-only'],
  needsNotedPacket: ['icmp'],
  holds(c) {
    return c.icmpErrors !== 0 && synFate(c) === 'rejected'
  },
  explain(c: Connection): Finding<RejectIcmpTerms> {
    const answer = icmpAnswerOf(c)
    if (answer === undefined) throw new Error('an ICMP error answered the SYN')
    const syns = synPackets(c)
    const [first, ...others] = answer.errors
    const repeats = syns.slice(1)
    const [repeat, ...moreRepeats] = repeats
    return {
      certainty: 'proven',
      blame: answer.fromServer ? 'server' : 'path',
      values: {
        version: answer.v6 ? 6 : 4,
        type: answer.type,
        code: answer.code,
        source: answer.source,
        fromServer: Number(answer.fromServer),
        error: connectError(answer.v6, answer.type, answer.code),
        afterNs: answer.afterNs,
        syns: c.client.synCount,
        errors: answer.errors.length,
      },
      evidence: [
        { point: 'asked', packets: [syns[0]] },
        { point: 'refused', packets: [first.packet, ...others.map((error) => error.packet)] },
        ...(repeat === undefined ? [] : [{ point: 'asked-again' as const, packets: [repeat, ...moreRepeats] as const }]),
      ],
      alternatives: [
        ...(isHostUnreachable(answer.v6, answer.code) ? ['host-unreach-router' as const] : []),
        ...(isPortUnreachable(answer.v6, answer.code) ? ['refused-port-closed' as const] : []),
      ],
      next: answer.fromServer
        ? [{ step: 'host-firewall', command: FIREWALL_COMMAND, where: 'server' }]
        : [
            { step: 'router-firewall', command: FIREWALL_COMMAND, where: 'router' },
            { step: 'route', command: routeCommand(c), where: 'router' },
            { step: 'path', command: pathCommand(c), where: 'client' },
          ],
    }
  },
}
