/** Chinese words of `proxy-suspected`. */
import type { ProxySuspectedTerms } from '../../diagnosis/rules/proxy-suspected.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const proxySuspected: RuleWords<ProxySuspectedTerms> = {
  summary: (v) =>
    `很可能有代理在近处代替服务器应答：握手只用了 ${formatDuration(v.handshakeNs, 'zh')}，而每次应答要 ${formatDuration(v.answerNs, 'zh')}左右，且报文没有经过任何路由器（TTL ${v.ttl}）。`,
  refutedBy: () => '在服务器端抓到的 SYN-ACK 初始序号与此处相同：那就是服务器自己应答的。',
  evidence: {
    handshake: (v) => `握手在 ${formatDuration(v.handshakeNs, 'zh')}内得到应答：对方就在近处。`,
    answer: () => '请求与应答：像是来自远方。',
  },
  alternatives: {
    'slow-server': () => '同一机房里每个请求都处理很慢的服务器，看起来也一样。',
  },
  next: {
    path: () => '从客户端做 TCP 路径跟踪：如果第一跳就到头，就知道是谁在应答。',
    'server-view': () => '在服务器上抓包：连接来自别的地址，说明有代理。',
  },
}
