/** Chinese words of `icmp-unmatched`. */
import type { IcmpUnmatchedTerms } from '../../diagnosis/rules/icmp-unmatched.ts'
import { icmpErrorName } from '../icmp-names.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const icmpUnmatched: RuleWords<IcmpUnmatchedTerms> = {
  summary: (v) =>
    `有 ${formatCount(v.errors)} 个 ICMP 差错所指的连接不在抓包中：${v.source} 对从 ${v.from} 到 ${v.to} 的报文报告${icmpErrorName(v.version, v.type, v.code, 'zh')}${v.others > 0 ? `；另有 ${formatCount(v.others)} 种其他差错` : ''}。`,
  refutedBy: () => '抓包中有被引用的报文，只是地址或端口不同：那么中间有地址转换（NAT）。',
  evidence: {
    first: (v) => `${v.source} 引用了它无法送达的报文的开头：${v.from} > ${v.to}。`,
    others: () => '其他来源、其他类型或关于其他连接的差错。',
  },
  alternatives: {
    'reject-icmp': (v) => `如果该报文是连接请求，那么请求就是这样被拒绝的，程序得到 ${v.error}；只是请求本身没有被抓到。`,
    'icmp-while-established': () => '如果连接在抓包开始前就已建立，那么它的报文从那时起被拒绝。',
  },
  next: {
    whole: () => '在所有接口上同时抓取连接和 ICMP 差错，才能看清被拒绝的是什么。',
  },
}
