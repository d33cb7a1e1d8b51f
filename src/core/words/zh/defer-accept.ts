/** defer-accept, in Chinese. */
import type { DeferAcceptTerms } from '../../diagnosis/rules/defer-accept.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** defer-accept, in Chinese. */
export const deferAccept: RuleWords<DeferAcceptTerms> = {
  summary: (v) => `${v.server} 有意等到首个数据才接受连接（TCP_DEFER_ACCEPT，即 nginx 的 deferred）；重发 SYN-ACK 是其中一环，无害。`,
  refutedBy: () => '服务器在重发 SYN-ACK 之后仍不确认请求，或监听套接字没有设置 TCP_DEFER_ACCEPT。',
  evidence: {
    acknowledged: () => '客户端完成了握手，但还没有说话。',
    again: (v) =>
      `SYN-ACK 又来一次${Number.isNaN(v.pauseNs) ? '' : `，距第一次 ${formatDuration(v.pauseNs, 'zh')}`}：服务器${v.atServer === 1 ? '已有 ACK,' : ''}仍把连接当作半开。`,
    taken: () => '首个数据立即被接受：没有丢失，也没有卡住。',
  },
  alternatives: {
    'synack-retrans-ack-lost': (v) =>
      v.atServer === 1 ? 'ACK 并未丢失：它已到达服务器。' : '若是 ACK 丢失，服务器 1 秒后就会重发 SYN-ACK。',
    'accept-queue-full': () => '若是全连接队列已满，数据也会被忽略。',
  },
  next: {
    state: () => '若这里显示 SYN-RECV 而客户端显示 ESTAB，即可确认。',
  },
}
