/** synack-retrans-ack-lost, in Chinese. */
import type { SynackRetransAckLostTerms } from '../../diagnosis/rules/synack-retrans-ack-lost.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-retrans-ack-lost, in Chinese. */
export const synackRetransAckLost: RuleWords<SynackRetransAckLostTerms> = {
  summary: (v) => `握手的最后一个 ACK 起初没有到达 ${v.server}：它重发 SYN-ACK，很晚才接受连接。若由服务器先说话，这段时间它一直沉默。`,
  refutedBy: () => '在服务器端抓包中，SYN-ACK 重发之前最后的 ACK 已到达：那么它已送达却未被采纳。',
  evidence: {
    accepted: () => '服务器的 SYN-ACK。',
    acknowledged: () => '客户端已确认：对客户端来说连接已建立。',
    again: (v) => `服务器重发 SYN-ACK${Number.isNaN(v.pauseNs) ? '' : `，第一次在 ${formatDuration(v.pauseNs, 'zh')}后`}：它没有收到 ACK。`,
    'late-ack': () => '直到此时才收到客户端的 ACK。客户端没有重传 SYN，说明它早已收到 SYN-ACK。',
  },
  alternatives: {
    'defer-accept': () => '服务器也可能有意等待数据；但那样它不会先说话，SYN-ACK 也只重发一次。',
    'accept-queue-full': () => '全连接队列满时服务器会忽略 ACK；但那样它也会忽略请求。',
    'syn-retransmitted-then-ok': () => '如果丢的是 SYN-ACK，客户端会重传 SYN。',
  },
  next: {
    'both-ends': (v) =>
      v.ackSeen === 1
        ? '若服务器上抓不到这个 ACK，就是途中丢失；若抓得到，就是服务器没有理会。'
        : '若客户端上抓得到这个 ACK，就是途中丢失。',
    queue: () => '若 Recv-Q 达到或超过 Send-Q，则是全连接队列已满。',
  },
}
