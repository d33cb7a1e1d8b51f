/** Chinese words of `snaplen-cut`. */
import type { SnaplenCutTerms } from '../../diagnosis/rules/snaplen-cut.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const snaplenCut: RuleWords<SnaplenCutTerms> = {
  summary: (v) =>
    `抓包只保留了 ${formatCount(v.cut)} 个报文的开头：看不出载荷是否损坏${v.unread > 0 ? `，另有 ${formatCount(v.unread)} 个 TCP 段完全无法解读` : '，但首部都完整'}。`,
  refutedBy: () => '在另一抓包中有同样报文的完整内容。',
  evidence: {
    cut: (v) => `${formatCount(v.packets)} 个报文中有 ${formatCount(v.cut)} 个比线路上的短。`,
    unread: (v) => `${formatCount(v.unread)} 个 TCP 段在首部中间就被截断。`,
  },
  alternatives: { 'bad-checksum': () => '被截断的段是否完好无从判断，因为校验和涵盖了缺失的部分。' },
  next: { longer: () => '每个报文至少抓 128 字节：足够容纳首部及其选项。' },
}
