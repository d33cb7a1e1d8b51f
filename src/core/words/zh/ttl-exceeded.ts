/** ttl-exceeded, in Chinese. */
import type { TtlExceededTerms } from '../../diagnosis/rules/ttl-exceeded.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** ttl-exceeded, in Chinese. */
export const ttlExceeded: RuleWords<TtlExceededTerms> = {
  summary: (v) =>
    `${v.client} 发往 ${v.server} 的连接请求在 ${v.source} 处 TTL 耗尽：路由器之间转圈，或初始 TTL 太小。程序得到的错误是 ${v.error}。`,
  refutedBy: () => '到服务器的路径（用 TCP 的 traceroute）跳数少于 SYN 的 TTL，且没有环路。',
  evidence: {
    asked: (v) => (v.ttl > 0 ? `这个 SYN，TTL 为 ${v.ttl}。` : '这个 SYN。'),
    expired: (v) => `${Number.isNaN(v.afterNs) ? '' : `${formatDuration(v.afterNs, 'zh')}后，`}${v.source} 报告它的 TTL 已耗尽。`,
  },
  alternatives: {
    'routing-loop': () => '通常是路由器之间的环路；在其中一台上抓包，会看到同一个 SYN 反复出现，TTL 逐次减小。',
  },
  next: {
    path: () => '交替出现的两个地址就是环路中的路由器。',
    route: (v) => `在 ${v.source} 及其邻居上查看：到服务器网段的两条路由互相指向对方，就形成了环路。`,
  },
}
