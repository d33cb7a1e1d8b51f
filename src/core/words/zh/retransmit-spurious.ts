/** Chinese words of `retransmit-spurious`. */
import type { RetransmitSpuriousTerms } from '../../diagnosis/rules/retransmit-spurious.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const retransmitSpurious: RuleWords<RetransmitSpuriousTerms> = {
  summary: (v) =>
    `${sideName(v.sender, 'zh')}白白重传了 ${v.repeats} 个段：${sideName(v.receiver, 'zh')}其实已有这些数据，只是数据迟到，或确认迟到、丢失。`,
  refutedBy: () => '接收方抓包显示第一份从未到达：那么重传是必要的。',
  evidence: {
    repeats: (v) => `${sideName(v.sender, 'zh')}重新发送数据。`,
    reported: (v) => `${sideName(v.receiver, 'zh')}报告收到了重复数据（DSACK：SACK 块低于确认号）。`,
    'late-original': () => '原来的段排在自己的重传之后才到：它在发送方编号中的位置更早。',
  },
  alternatives: {
    'loss-rto': () => '如果真的丢了，数据只会到达一次，不会有人报告重复。',
    'duplicate-network': () => '网络复制出来的报文带着原报文的编号和时钟（IPv4 的 IP ID、时间戳）；这些各有自己的。',
  },
  next: {
    counters: (v) =>
      `在${sideName(v.sender, 'zh')}上执行：TCPDSACKRecv 和 TCPLossUndo 随重传一起增长，说明路径上是延迟或乱序，而不是丢包。`,
  },
}
