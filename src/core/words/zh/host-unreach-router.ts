/** host-unreach-router, in Chinese. */
import type { HostUnreachRouterTerms } from '../../diagnosis/rules/host-unreach-router.ts'
import { formatDuration } from '../durations.ts'
import { icmpErrorName } from '../icmp-names.ts'
import type { RuleWords } from '../rule-words.ts'

/** host-unreach-router, in Chinese. */
export const hostUnreachRouter: RuleWords<HostUnreachRouterTerms> = {
  summary: (v) =>
    `末跳路由器 ${v.source} 找不到主机 ${v.serverAddress}：它所在的网络里没有主机响应该地址，主机已关机或地址写错。程序得到的错误是 ${v.error}。`,
  refutedBy: () => '同样的错误在 SYN 后不到一秒就出现（那是防火墙规则所发），或主机回应了路由器的 ARP。',
  evidence: {
    asked: (v) => `${v.client} 向 ${v.server} 请求连接（${v.syns} 个 SYN）。`,
    'given-up': (v) =>
      `${v.source} ${Number.isNaN(v.afterNs) ? '在最后一个 SYN 之后' : `在首个 SYN 之后 ${formatDuration(v.afterNs, 'zh')}`}才报告 ${icmpErrorName(v.version, v.type, v.code, 'zh')}${v.errors > 1 ? `，一次发出 ${v.errors} 个，对应排队等待的每个 SYN` : ''}：正好是询问邻居三次所需的时间。`,
  },
  alternatives: {
    'reject-icmp': () => '防火墙或 “unreachable” 路由也会发同样的消息，但会立即发出，不会等几秒。',
  },
  next: {
    neighbour: () => 'FAILED 或 INCOMPLETE 表示主机没有响应：已关机、网线断开、在另一个 VLAN，或地址不对。',
    arping: () => '若这里有响应，说明主机已恢复。',
    again: () => '主机恢复后再试。',
  },
}
