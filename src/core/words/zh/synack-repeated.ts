/** synack-repeated, in Chinese. */
import type { SynackRepeatedTerms } from '../../diagnosis/rules/synack-repeated.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-repeated, in Chinese. */
export const synackRepeated: RuleWords<SynackRepeatedTerms> = {
  summary: (v) => `${v.client} 已确认，${v.server} 却重发了 SYN-ACK：ACK 丢失、服务器有意等待数据，或全连接队列已满。`,
  refutedBy: () => '重复的 SYN-ACK 与第一份 IP ID 和时间戳相同：那是副本而不是重发。',
  evidence: {
    acknowledged: () => '客户端对 SYN-ACK 的 ACK。',
    again: (v) => `SYN-ACK 再次出现${Number.isNaN(v.pauseNs) ? '' : `，距第一次 ${formatDuration(v.pauseNs, 'zh')}`}。`,
  },
  alternatives: {
    'synack-retrans-ack-lost': () => 'ACK 可能在抓包点之后丢失：若只是偶尔出现，这是最简单的解释。',
    'defer-accept': () => '设置了 TCP_DEFER_ACCEPT 的服务器会等到数据，并重发一次 SYN-ACK：若该端口每个不说话的连接都这样，多半如此。',
    'accept-queue-full': () => '全连接队列满时，服务器会忽略 ACK 和请求，直到程序重新开始 accept。',
  },
  next: {
    'both-ends': () => '若服务器上抓不到这个 ACK，就是途中丢失。',
    queue: () => 'Recv-Q 达到或超过 Send-Q 是队列已满；若 “ss -lnto” 显示 SYN-RECV 而客户端已是 ESTAB，则是延迟接受。',
  },
}
