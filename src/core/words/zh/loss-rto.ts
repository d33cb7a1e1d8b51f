/** Chinese words of `loss-rto`. */
import type { LossRtoTerms } from '../../diagnosis/rules/loss-rto.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceZh, lossNextZh } from '../loss-zh.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossRto: RuleWords<LossRtoTerms> = {
  summary: (v) =>
    `${sideName(v.sender, 'zh')}的数据迟迟没有被确认，靠超时重传才送达；最长等了 ${formatDuration(v.longestNs, 'zh')}，而往返时间只有 ${formatDuration(v.baseNs, 'zh')}。`,
  refutedBy: () => '对全部重传数据的 DSACK，或接收方抓包显示首份已到达并及时确认：那么丢失的只是 ACK。',
  evidence: lossEvidenceZh,
  alternatives: {
    'slow-server': () => '如果是程序慢，数据会马上被确认，只是应答晚；这里连确认都没有。',
    'retransmit-spurious': () => '如果数据只是迟到，接收方会报告收到重复数据（DSACK）；这里并没有全部报告。',
  },
  next: lossNextZh,
}
