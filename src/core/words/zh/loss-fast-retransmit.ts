/** Chinese words of `loss-fast-retransmit`. */
import type { LossFastRetransmitTerms } from '../../diagnosis/rules/loss-fast-retransmit.ts'
import { lossEvidenceZh, lossNextZh } from '../loss-zh.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossFastRetransmit: RuleWords<LossFastRetransmitTerms> = {
  summary: (v) =>
    `${sideName(v.sender, 'zh')}的 ${v.losses} 个段（${formatBytes(v.bytes, 'zh')}）在路上丢失，${sideName(v.receiver, 'zh')}提示后立即补发，只多花约一个往返时间。`,
  refutedBy: () => '对重传数据的 DSACK，或接收方抓包中两份都到达：那么并没有丢包。',
  evidence: lossEvidenceZh,
  alternatives: {
    'loss-congestion': () => '如果是路径上的队列满了，丢包前往返时间会先变长；这里没有看到。',
    'retransmit-spurious': () => '如果其实没有丢，接收方会报告收到重复数据（DSACK），或者原来的段会迟到。',
  },
  next: lossNextZh,
}
