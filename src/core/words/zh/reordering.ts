/** Chinese words of `reordering`. */
import type { ReorderingTerms } from '../../diagnosis/rules/reordering.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const reordering: RuleWords<ReorderingTerms> = {
  summary: (v) =>
    v.seen === 'reported'
      ? `${sideName(v.sender, 'zh')}的段在路上互相超越；没有丢包，也没有任何重发。`
      : `${sideName(v.sender, 'zh')}的 ${v.segments} 个段排在后面的段之后才到达；没有丢包。`,
  refutedBy: () => '在发送方的抓包中这些段有第二份：那是丢失后重传的。',
  evidence: {
    hole: (v) => `${sideName(v.receiver, 'zh')}报告有缺口：后面的段到了，前面一段没到（SACK）。`,
    filled: (v) => `最后全部得到确认，而${sideName(v.sender, 'zh')}没有重发任何数据：那一段只是迟到。`,
    overtaking: () => '这个报文到达时，本该先到另一个报文。',
    overtaken: (v) =>
      `被超越的数据到达${Number.isNaN(v.longestNs) ? '' : `，最多晚了 ${formatDuration(v.longestNs, 'zh')}`}；它们其实更早发出。`,
  },
  alternatives: {
    'loss-upstream': () => '如果是丢包，数据会在一个往返时间之后重新发送，在发送方编号中的位置也会更靠后。',
  },
  next: {
    paths: () => '并行链路、网卡多队列或路由变化都会让报文互相超越。',
  },
}
