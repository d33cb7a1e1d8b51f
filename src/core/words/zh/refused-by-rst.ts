/** refused-by-rst, in Chinese. */
import type { RefusedByRstTerms } from '../../diagnosis/rules/refused-by-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** refused-by-rst, in Chinese. */
export const refusedByRst: RuleWords<RefusedByRstTerms> = {
  summary: (v) =>
    `${v.server} ${Number.isNaN(v.afterNs) ? '' : `在 ${formatDuration(v.afterNs, 'zh')}后`}以 RST 拒绝了连接：端口 ${v.serverPort} 没有程序监听，或是防火墙代为拒绝。程序得到 “Connection refused”（ECONNREFUSED）。`,
  refutedBy: () => '同一个 SYN 得到了 SYN-ACK，或服务器端抓包中并没有发出这个 RST：那么既不是其内核也不是其防火墙所发。',
  evidence: {
    asked: (v) => `${v.client} 向 ${v.server} 请求连接${v.synDataBytes > 0 ? `，SYN 中带有 ${v.synDataBytes} 字节数据` : ''}。`,
    refused: (v) =>
      v.request === 'unseen'
        ? `序号为 0 的 RST${v.ttl > 0 ? `，TTL 为 ${v.ttl}` : ''}：端口未监听时就是这样应答 SYN，REJECT 规则也会模仿它。SYN 本身不在抓包中。`
        : `RST 确认的正是这个 SYN${v.synDataBytes > 0 ? '及其数据' : ''}${v.ttl > 0 ? `，TTL 为 ${v.ttl}` : ''}：端口未监听时就是这样应答，REJECT 规则也会模仿它。`,
  },
  alternatives: {
    'refused-port-closed': () => '最常见的原因：服务没启动，或监听在别的端口、地址或 IP 版本上。这个 RST 中没有与之矛盾的地方。',
    'reject-tcp-reset': () => '防火墙的 tcp-reset 拒绝规则会发同样的报文；只有 TOS、流标签或源头处的校验和能区分。',
  },
  next: {
    listen: (v) => `没有输出说明端口 ${v.serverPort} 无人监听：启动服务。若显示 127.0.0.1 或 [::1]，说明只接受本机程序。`,
    firewall: () => '如果有程序在监听，就查找以 tcp-reset 拒绝、每次尝试计数都会增长的规则。',
    probe: () => '用特定的 TOS 探测：未监听的端口会在 RST 中照抄，REJECT 规则则回 TOS 0。',
    again: () => '看端口现在是否仍然拒绝。',
  },
}
