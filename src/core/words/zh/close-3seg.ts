/** Chinese words of `close-3seg`. */
import type { Close3segTerms } from '../../diagnosis/rules/close-3seg.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const close3seg: RuleWords<Close3segTerms> = {
  summary: (v) =>
    `连接以三个报文正常关闭：${sideName(v.closer, 'zh')}先关闭，${sideName(v.other, 'zh')}把确认和自己的 FIN 合在一个报文里${v.lastAck === 'seen' ? '' : '（没有抓到最后的 ACK）'}。`,
  refutedBy: () => '双方 FIN 之后任一端还有数据，或有 FIN 始终未被确认。',
  evidence: {
    fin: (v) => `${sideName(v.closer, 'zh')}发送 FIN，主动关闭，TIME-WAIT 留在它这一端。`,
    'fin-with-ack': (v) => `${formatDuration(v.waitNs, 'zh')}后，${sideName(v.other, 'zh')}在同一个报文里确认该 FIN 并发送自己的 FIN。`,
    'last-ack': (v) => `${sideName(v.closer, 'zh')}确认第二个 FIN，两个方向都已关闭。`,
  },
  alternatives: { 'half-closed-unfinished': () => '双方都发出了 FIN。' },
  next: {},
}
