/** Scenarios in which the answer to a connection attempt is no. */
import type { Scenario } from '../scenario.ts'
import { connect } from '../steps.ts'

/** A firewall that rejects in one of its ways. */
function rejectWith(how: string): string {
  return `table inet f { chain i { type filter hook input priority 0; tcp dport 8080 reject with ${how}; } }`
}

/** Closed ports and firewalls that reject. */
export const REFUSED: readonly Scenario[] = [
  {
    id: 'refused-port-closed',
    family: 'refused',
    shows: { en: 'nobody listens on the port', zh: '端口没有程序监听' },
    programs: { client: [connect({ fails: 'ECONNREFUSED' })] },
    captures: {
      client: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] },
      server: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] },
    },
  },
  {
    id: 'reject-icmp-port-unreach',
    family: 'refused',
    shows: { en: 'a firewall rejects with ICMP port unreachable', zh: '防火墙以 ICMP 端口不可达拒绝' },
    firewall: { server: rejectWith('icmp type port-unreachable') },
    programs: { client: [connect({ fails: 'ECONNREFUSED' })] },
    captures: { client: { verdict: 'reject-icmp' }, server: { verdict: 'reject-icmp' } },
  },
]
