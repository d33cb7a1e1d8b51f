/** Chinese words of `half-close-data`. */
import type { HalfCloseDataTerms } from '../../diagnosis/rules/half-close-data.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const halfCloseData: RuleWords<HalfCloseDataTerms> = {
  summary: (v) =>
    `${sideName(v.closer, 'zh')}已发完数据（半关闭），${sideName(v.talker, 'zh')}又继续发送了 ${formatDuration(v.lastingNs, 'zh')}：属于正常用法。`,
  refutedBy: () => '对 FIN 之后数据的应答是 RST：那么先关闭的一方已关闭两个方向。',
  evidence: {
    fin: (v) => `${sideName(v.closer, 'zh')}发送 FIN：不再发送，但继续接收。`,
    'data-after': (v) => `${sideName(v.talker, 'zh')}确认 FIN 之后仍发送新数据（共 ${v.segments} 个报文）。`,
    'last-data': (v) => `${sideName(v.talker, 'zh')}的最后一份数据。`,
    'second-fin': (v) => `${sideName(v.talker, 'zh')}发送 FIN，两个方向都已关闭。`,
  },
  alternatives: {
    'half-closed-unfinished': (v) =>
      v.closed === 'yes'
        ? `${sideName(v.talker, 'zh')}发完数据后也关闭了。`
        : `抓包结束时${sideName(v.talker, 'zh')}还没有关闭，但它仍在发送数据。`,
  },
  next: {},
}
