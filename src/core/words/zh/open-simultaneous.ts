/** open-simultaneous, in Chinese. */
import type { OpenSimultaneousTerms } from '../../diagnosis/rules/open-simultaneous.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** open-simultaneous, in Chinese. */
export const openSimultaneous: RuleWords<OpenSimultaneousTerms> = {
  summary: (v) => `${v.client} 与 ${v.server} 同时向对方发起连接，两个 SYN 在途中交错，连接已建立。两端没有客户端与服务器之分。`,
  refutedBy: () => '其中一个端口上有监听套接字，且 SYN-ACK 的序号比其 SYN 大一：那么有一端是服务器。',
  evidence: {
    'first-syn': () => '一端请求连接。',
    'other-syn': () => '还没等到应答，另一端也请求同一个连接：是不带 ACK 的 SYN，不是 SYN-ACK。',
    up: (v) =>
      Number.isNaN(v.rttNs) ? '两个 SYN 都得到了确认。' : `首个 SYN 之后 ${formatDuration(v.rttNs, 'zh')}，两个 SYN 都得到了确认。`,
  },
  alternatives: {
    'open-normal': () => '正常建立连接时，只有一端会发不带 ACK 的 SYN。',
  },
  next: {},
}
