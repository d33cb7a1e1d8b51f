/** `nat-rebinding`: a connection went on under another address or port of its client, and the server did not know it. */
import type { ConnectionGroup } from '../../analysis/connection-groups.ts'
import type { GroupRule, Packets } from '../rule.ts'

/** What the verdict `nat-rebinding` and its words speak of. */
export interface NatRebindingTerms {
  values: {
    /** Client and its port before and after the change. */
    before: string
    after: string
    host: string
    port: number
    wasReset: number
  }
  point: 'before' | 'after' | 'reset'
  alternative: 'rst-unknown-connection' | 'half-open-new-syn'
  next: 'table' | 'keepalive'
}

/** `nat-rebinding`: the client's next byte, and its acknowledgment of the server's last, come from another address or port. */
export const natRebinding: GroupRule<'nat-rebinding', NatRebindingTerms> = {
  id: 'nat-rebinding',
  question: 'Did a connection go on under another address or port of its client?',
  severity: 'error',
  sections: ['RFC 5382 §5', 'RFC 4787 §4.3', 'RFC 9293 §3.10.7.1'],
  holds: (group: ConnectionGroup) => group.role === 'rebinding',
  explain(group: ConnectionGroup) {
    if (group.role !== 'rebinding') throw new Error('a change of address has two halves')
    const { before, after, host, port, resetPacket } = group
    const shown: { readonly point: NatRebindingTerms['point']; readonly packets: Packets }[] = [
      { point: 'before', packets: [before.packet] },
      { point: 'after', packets: [after.packet] },
    ]
    if (resetPacket !== 0) shown.push({ point: 'reset', packets: [resetPacket] })
    return {
      certainty: 'proven',
      blame: 'path',
      values: {
        before: endText(before.client, before.clientPort),
        after: endText(after.client, after.clientPort),
        host,
        port,
        wasReset: resetPacket === 0 ? 0 : 1,
      },
      evidence: shown,
      alternatives: ['rst-unknown-connection', 'half-open-new-syn'],
      next: [
        { step: 'table', command: 'conntrack -E -p tcp; sysctl net.netfilter.nf_conntrack_tcp_timeout_established', where: 'router' },
        { step: 'keepalive', command: 'sysctl net.ipv4.tcp_keepalive_time net.ipv4.tcp_keepalive_intvl', where: 'client' },
      ],
    }
  },
}

function endText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
