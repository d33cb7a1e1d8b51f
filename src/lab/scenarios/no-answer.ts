/** Scenarios in which a connection attempt stays without an answer. */
import type { Scenario } from '../scenario.ts'
import { connect } from '../steps.ts'

const DROP_ALL = 'table inet f { chain i { type filter hook input priority 0; tcp dport 8080 drop; } }'
/** Three SYNs, then the end: as the usual schedule, only shorter. */
const FEW_SYNS = { client: { 'net.ipv4.tcp_syn_retries': 2 } }

/** Silence, and where it comes from. */
export const NO_ANSWER: readonly Scenario[] = [
  {
    id: 'syn-no-answer',
    family: 'no-answer',
    shows: {
      en: 'a firewall on the server drops the SYNs: no answer for the client, silence at the server',
      zh: '服务器上的防火墙丢弃 SYN:客户端得不到应答,服务器保持沉默',
    },
    kernel: FEW_SYNS,
    firewall: { server: DROP_ALL },
    programs: { client: [connect({ fails: 'ETIMEDOUT' })] },
    captures: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'syn-arrived-unanswered' } },
  },
]
