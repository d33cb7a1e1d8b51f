/** reject-icmp, in Chinese. */
import type { RejectIcmpTerms } from '../../diagnosis/rules/reject-icmp.ts'
import { formatDuration } from '../durations.ts'
import { icmpErrorName } from '../icmp-names.ts'
import type { RuleWords } from '../rule-words.ts'

/** reject-icmp, in Chinese. */
export const rejectIcmp: RuleWords<RejectIcmpTerms> = {
  summary: (v) =>
    v.fromServer === 1
      ? `主机 ${v.serverAddress} 自己用 ${icmpErrorName(v.version, v.type, v.code, 'zh')} 拒绝了到端口 ${v.serverPort} 的连接：是该主机上的防火墙规则。程序得到的错误是 ${v.error}。`
      : `途中的设备 ${v.source} 用 ${icmpErrorName(v.version, v.type, v.code, 'zh')} 拒绝了 ${v.client} 到 ${v.server} 的连接。程序得到的错误是 ${v.error}。`,
  refutedBy: () => 'ICMP 消息来源设备自身的抓包表明它从未发送，或同一个 SYN 之后得到了 SYN-ACK。',
  evidence: {
    asked: (v) => `${v.client} 向 ${v.server} 请求连接。`,
    refused: (v) =>
      `${v.source} ${Number.isNaN(v.afterNs) ? '' : `在首个 SYN 之后 ${formatDuration(v.afterNs, 'zh')}`}以 ${icmpErrorName(v.version, v.type, v.code, 'zh')} 应答，并引用了这个 SYN${v.errors > 1 ? `；这样的消息共 ${v.errors} 个` : ''}。`,
    'asked-again': () => '客户端又问了一次：路径极快时，第一个 ICMP 差错到达时 connect() 还没处理完，会被忽略；下一个才生效。',
  },
  alternatives: {
    'host-unreach-router': () => '路由器找不到主机时也会发同样的消息，但它要先询问约 3 秒，而这个来得更早。',
    'refused-port-closed': () => '端口未监听时 TCP 会回 RST，绝不会回 ICMP 端口不可达：这是 REJECT 规则。',
  },
  next: {
    'host-firewall': () => '查找针对该端口、每次尝试计数都会增长的 REJECT 规则。',
    'router-firewall': (v) => `在 ${v.source} 上查找拒绝该流量的规则或访问列表，并看其计数。`,
    route: () => '“unreachable”“prohibit” 路由或缺少路由也会产生同样的消息。',
    path: () => '查看是哪一跳在拒绝。',
  },
}
