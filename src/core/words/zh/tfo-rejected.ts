/** tfo-rejected, in Chinese. */
import type { TfoRejectedTerms } from '../../diagnosis/rules/tfo-rejected.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-rejected, in Chinese. */
export const tfoRejected: RuleWords<TfoRejectedTerms> = {
  summary: (v) =>
    `${v.server} 不接受 ${v.client} 的快速打开 cookie：SYN 中的 ${v.dataBytes} 字节只好在握手之后重发。除了没省下时间，没有别的损失。`,
  refutedBy: () => 'SYN-ACK 确认了 SYN 中的数据。',
  evidence: {
    request: (v) => `SYN 带有 cookie 和 ${v.dataBytes} 字节数据。`,
    'turned-away': (v) => `SYN-ACK 只确认了 SYN${v.newCookie === 1 ? '，并带来新的 cookie' : ''}。`,
  },
  alternatives: {
    'tfo-syn-dropped': () => '带数据的 SYN 确实到达了：立即得到了应答。',
  },
  next: {
    counters: () => '更换密钥或重启会使旧 cookie 失效；负载均衡后的多台服务器必须共用同一个密钥（net.ipv4.tcp_fastopen_key）。',
  },
}
