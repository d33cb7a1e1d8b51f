/** tfo-syn-dropped, in Chinese. */
import type { TfoSynDroppedTerms } from '../../diagnosis/rules/tfo-syn-dropped.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-syn-dropped, in Chinese. */
export const tfoSynDropped: RuleWords<TfoSynDroppedTerms> = {
  summary: (v) =>
    `${v.client} 到 ${v.server} 的连接晚了 ${formatDuration(v.delayNs, 'zh')}才建立：带快速打开的 SYN 没有应答，普通 SYN 才有。途中有设备丢弃这种 SYN。`,
  refutedBy: () => '在服务器端抓包中带 Fast Open 的 SYN 已到达并得到应答：那么丢的是应答而不是 SYN。',
  evidence: {
    'fast-open': (v) => (v.dataBytes > 0 ? `带 ${v.dataBytes} 字节数据的 SYN：没有应答。` : '带快速打开选项的 SYN：没有应答。'),
    plain: (v) => `${formatDuration(v.delayNs, 'zh')}后，客户端重发了不带数据、不带该选项的 SYN。`,
    answered: () => '普通 SYN 得到了应答。',
  },
  alternatives: {
    'syn-retransmitted-then-ok': () => '第一个 SYN 也可能只是偶然丢失；若反复出现，就是选项或数据的缘故。',
  },
  next: {
    again: () => '若每次新建连接 ActiveFail 都增长，就不是偶然。',
    'both-ends': () => '若第一个 SYN 没有到达服务器，说明被途中的防火墙或负载均衡丢弃。',
  },
}
