/** half-open-ack-lost-rst, in Chinese. */
import type { HalfOpenAckLostRstTerms } from '../../diagnosis/rules/half-open-ack-lost-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** half-open-ack-lost-rst, in Chinese. */
export const halfOpenAckLostRst: RuleWords<HalfOpenAckLostRstTerms> = {
  summary: (v) => `${v.client} 以为已连上，但 ${v.server} 一直没有收到握手的最后一个 ACK，放弃之后重置了首个数据。`,
  refutedBy: () => '在服务器端抓包中，RST 之前已有最后的 ACK，或服务器的日志中已接受该连接。',
  evidence: {
    acknowledged: () => '客户端确认了 SYN-ACK：对客户端来说连接已建立。',
    accepted: () => '服务器的 SYN-ACK；抓包中看不到随后应有的 ACK。',
    again: () => '服务器重发 SYN-ACK：对服务器来说还没有。',
    reset: (v) =>
      `首个数据${Number.isNaN(v.waitedNs) ? '' : `（在 SYN-ACK 之后 ${formatDuration(v.waitedNs, 'zh')}）`}被不带 ACK 的 RST 回绝：没有套接字认识它。除 SYN-ACK 外服务器什么也没发过。`,
  },
  alternatives: {
    'rst-unknown-connection': () => '服务器重启，或该地址后面换了一台服务器，也会回同样的 RST。',
    'accept-queue-full-rst': () => '全连接队列满而重置时会立即发出，不会等待。',
  },
  next: {
    'both-ends': (v) => (v.ackSeen === 1 ? '若服务器上抓不到客户端的 ACK，就是途中丢失。' : '若客户端上抓得到这个 ACK，就是途中丢失。'),
    queue: () => '全连接队列满（Recv-Q 大于 Send-Q）也会使服务器忽略 ACK。',
  },
}
