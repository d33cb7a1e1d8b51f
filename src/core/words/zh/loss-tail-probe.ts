/** Chinese words of `loss-tail-probe`. */
import type { LossTailProbeTerms } from '../../diagnosis/rules/loss-tail-probe.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceZh, lossNextZh } from '../loss-zh.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossTailProbe: RuleWords<LossTailProbeTerms> = {
  summary: (v) => `${sideName(v.sender, 'zh')}一批数据的最后一段丢失，静默 ${formatDuration(v.longestNs, 'zh')}后由尾部探测补上。`,
  refutedBy: () => '对重传段的 DSACK：那么它已到达，只是确认迟到或丢失。',
  evidence: lossEvidenceZh,
  alternatives: {
    'loss-rto': () => '超时重传来得更晚，而且间隔加倍、反复发生；这里第一次重发就成功了。',
    'retransmit-spurious': () => '也可能只是确认迟到或丢失，接收方其实已有数据；没有 DSACK，这份抓包无法排除。',
  },
  next: lossNextZh,
}
