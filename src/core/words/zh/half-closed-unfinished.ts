/** Chinese words of `half-closed-unfinished`. */
import type { HalfClosedUnfinishedTerms } from '../../diagnosis/rules/half-closed-unfinished.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const halfClosedUnfinished: RuleWords<HalfClosedUnfinishedTerms> = {
  summary: (v) =>
    v.acknowledged === 'yes'
      ? `${sideName(v.closer, 'zh')}已关闭，而${sideName(v.other, 'zh')}直到抓包结束都没有关闭自己这一侧：可能是程序忘了 close。`
      : `抓包即将结束时${sideName(v.closer, 'zh')}关闭了连接，${sideName(v.other, 'zh')}尚未确认，也没有关闭。`,
  refutedBy: () => '在本抓包结束之后不久，另一端发出了 FIN 或 RST。',
  evidence: {
    fin: (v) => `${sideName(v.closer, 'zh')}发送 FIN，此后到抓包结束还有 ${formatDuration(v.silenceNs, 'zh')}。`,
    'fin-acknowledged': (v) => `${sideName(v.other, 'zh')}的内核确认了 FIN；在程序 close 之前，它一直处于 CLOSE-WAIT。`,
    last: (v) => `这是该连接的最后一个报文，仍然没有${sideName(v.other, 'zh')}的 FIN。`,
  },
  alternatives: {
    'half-close-data': (v) => `不能排除是有意的半关闭：${sideName(v.other, 'zh')}可能还在准备应答。`,
    'open-established-at-end': () => 'FIN 之后抓包很快就结束了，第二个 FIN 也许只是来得晚一些。',
  },
  next: {
    'close-wait': (v) =>
      `在${sideName(v.other, 'zh')}上执行：一直停在 CLOSE-WAIT 的套接字，其程序没有调用 close（）；如果列表为空，说明它在抓包之后关闭了。`,
  },
}
