/** Chinese words of `loss-upstream`. */
import type { LossUpstreamTerms } from '../../diagnosis/rules/loss-upstream.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceZh, lossNextZh } from '../loss-zh.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossUpstream: RuleWords<LossUpstreamTerms> = {
  summary: (v) => `${sideName(v.sender, 'zh')}的报文在到达抓包点之前就丢了；过了 ${formatDuration(v.longestNs, 'zh')}缺口才被补上。`,
  refutedBy: () => '更靠近发送方的抓包中这些报文本来就是这个顺序：那只是乱序。',
  evidence: lossEvidenceZh,
  alternatives: {
    'capture-incomplete': () => '如果只是抓包漏了，就不会有人重发。',
    reordering: () => '如果只是乱序，报文在发送方编号中的位置会更早；而这些是重新发送的。',
  },
  next: lossNextZh,
}
