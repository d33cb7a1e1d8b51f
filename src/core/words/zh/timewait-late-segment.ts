/** Chinese words of `timewait-late-segment`. */
import type { TimewaitLateSegmentTerms } from '../../diagnosis/rules/timewait-late-segment.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const timewaitLateSegment: RuleWords<TimewaitLateSegmentTerms> = {
  summary: (v) => `连接关闭之后又出现了${sideName(v.sender, 'zh')}的旧报文，无害。`,
  refutedBy: () => '有程序在新连接中收到了这些数据，或该段的字节并不属于已关闭的连接。',
  evidence: {
    closed: () => '到这个报文为止，两个方向都已关闭。',
    late: (v) =>
      `关闭 ${formatDuration(v.afterNs, 'zh')}之后，又到达${sideName(v.sender, 'zh')}的 ${formatBytes(v.bytes, 'zh')}：是途中滞留的旧报文。`,
    answer: () => 'TIME-WAIT 用最后的 ACK 回应它。',
    reset: () => '另一端已经没有这个连接，对该 ACK 回了 RST，TIME-WAIT 可能因此提前结束。',
  },
  alternatives: { 'rst-unknown-connection': () => '这个 RST 没有重置任何仍在使用的连接：双方早已关闭。' },
  next: {},
}
