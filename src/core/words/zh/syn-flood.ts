/** Chinese words of `syn-flood`. */
import type { SynFloodTerms } from '../../diagnosis/groups/syn-flood.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const synFlood: RuleWords<SynFloodTerms> = {
  summary: (v) =>
    `SYN 洪泛：针对 ${v.host}:${v.port} 发起了 ${formatCount(v.halfOpen)} 次握手${v.perSecond > 0 ? `（每秒 ${formatCount(v.perSecond)} 次）` : ''}，来自${v.isAtLeast === 1 ? '超过' : '约'} ${formatCount(v.sources)} 个地址，没有一次完成。`,
  refutedBy: () => '在没有漏包的抓包中这些握手都有最后的 ACK，或同样的地址能完成连接：那它们是真实客户端。',
  evidence: {
    syns: (v) =>
      `这些 SYN 从不重传，也没有下文${v.isUniform === 1 ? '；不管自称来自哪里，窗口和选项都一样' : ''}。${v.answered > 0 ? `其中 ${formatCount(v.answered)} 个得到了应答。` : '抓包中没有应答。'}`,
  },
  alternatives: {
    'syn-no-answer': () => '服务器宕机时，真实客户端会在一秒后重传 SYN，而且窗口和选项各不相同。',
    'scan-syn': () => '扫描会针对许多端口；这里始终是同一个。',
  },
  next: {
    cookies: () => '在服务器上执行：开启 SYN cookie 后真实客户端仍能连上；计数增长说明正在使用。',
    'half-open': () => '在服务器上执行：当前有多少半开连接。',
    'real-clients': () => '从真实客户端执行：该端口还应答吗？',
  },
}
