/** accept-queue-full-rst, in Chinese. */
import type { AcceptQueueFullRstTerms } from '../../diagnosis/rules/accept-queue-full-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** accept-queue-full-rst, in Chinese. */
export const acceptQueueFullRst: RuleWords<AcceptQueueFullRstTerms> = {
  summary: (v) =>
    `${v.server} 回应了 ${v.client} 的握手，刚完成就重置：它的全连接队列已满，而系统设置为直接重置（tcp_abort_on_overflow）。`,
  refutedBy: () => 'RST 带有时间戳且 IP ID 与服务器连续（只有真实套接字才会这样发送），或服务器上 ListenOverflows 没有增长。',
  evidence: {
    acknowledged: () => '客户端完成了握手。',
    reset: (v) =>
      `${v.resets} 个不带 ACK 的 RST${Number.isNaN(v.afterNs) ? '' : `，第一个在 ACK 之后 ${formatDuration(v.afterNs, 'zh')}`}：内核找不到对应的套接字时才这样发。若是程序关闭，RST 会带 ACK。`,
  },
  alternatives: {
    'rst-after-handshake': () => '若是程序或负载均衡接受后立即中止，它有套接字，从 RST 就看得出来。',
    'rst-injected': () => '途中设备也能伪造这样的 RST；但首部中没有支持这一点的迹象。',
  },
  next: {
    setting: () => 'tcp_abort_on_overflow = 1 即可确认；若为 0，查主机前面的防火墙或 SYN 代理。',
    queue: () => 'Recv-Q 大于 Send-Q 就是全连接队列已满。',
    counters: () => '每出现一个这样的连接，ListenOverflows 就增长。',
  },
}
