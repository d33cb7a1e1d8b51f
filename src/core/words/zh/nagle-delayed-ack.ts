/** Chinese words of `nagle-delayed-ack`. */
import type { NagleDelayedAckTerms } from '../../diagnosis/rules/nagle-delayed-ack.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const nagleDelayedAck: RuleWords<NagleDelayedAckTerms> = {
  summary: (v) =>
    `${sideName(v.sender, 'zh')}分小块写入，每一块都要等前一块的延迟 ACK：共停顿 ${v.stalls} 次，最长 ${formatDuration(v.pauseNs, 'zh')}。设置 TCP_NODELAY 或合并写入即可消除。`,
  refutedBy: () => '设置 TCP_NODELAY 后停顿依旧，或停顿结束时没有 ACK：那是程序自己在等待。',
  evidence: {
    stall: () => '一个小段，以及等到它的确认之后才发出的下一个小段。',
  },
  alternatives: {
    'slow-client': () => '程序自己停顿的话，不会每次都恰好在收到确认的瞬间继续。',
    'slow-network': () => '路径往返时间已经扣除。',
  },
  next: {
    trace: (v) => `在${sideName(v.sender, 'zh')}上执行：连续多次小写入且没有 TCP_NODELAY，即可证实。`,
    options: (v) => `在${sideName(v.sender, 'zh')}上执行：看是哪个程序。`,
  },
}
