/** Chinese words of `loss-congestion`. */
import type { LossCongestionTerms } from '../../diagnosis/rules/loss-congestion.ts'
import { formatDuration } from '../durations.ts'
import { lossEvidenceZh, lossNextZh } from '../loss-zh.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const lossCongestion: RuleWords<LossCongestionTerms> = {
  summary: (v) =>
    `从${sideName(v.sender, 'zh')}发出的路径上，队列溢出：往返时间从 ${formatDuration(v.baseNs, 'zh')}涨到 ${formatDuration(v.loadedNs, 'zh')}，${v.losses} 个段（${formatBytes(v.bytes, 'zh')}）被丢弃后重发。`,
  refutedBy: () => '往返时间处于最小值时仍然丢包：那是线路本身在丢包。',
  evidence: lossEvidenceZh,
  alternatives: {
    'loss-fast-retransmit': () => '如果是偶然丢包（例如无线信号差），往返时间不会先变长。',
  },
  next: lossNextZh,
}
