/** Chinese words of `ecn-congestion`. */
import type { EcnCongestionTerms } from '../../diagnosis/rules/ecn-congestion.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const ecnCongestion: RuleWords<EcnCongestionTerms> = {
  summary: (v) =>
    `从${sideName(v.sender, 'zh')}发出的路径上有路由器拥塞，它给报文打了标记而没有丢弃（ECN）；没有丢包，${sideName(v.sender, 'zh')}会放慢速度。`,
  refutedBy: () => '两端抓包显示到达的报文并没有 CE 标记：那么 ECE 回显没有依据。',
  evidence: {
    agreed: () => '双方在握手时都同意使用显式拥塞通知。',
    mark: () => '这个报文被路由器打上了“遇到拥塞”的标记。',
    echo: (v) => `${sideName(v.receiver, 'zh')}把标记转告${sideName(v.sender, 'zh')}（ECE）。`,
  },
  alternatives: {
    'loss-congestion': () => '没有 ECN 的话，路由器就会丢掉这个报文。',
  },
  next: {
    queues: () => '标记计数在增长的那个队列就是瓶颈。',
  },
}
