/** Chinese words of `close-4way`. */
import type { Close4wayTerms } from '../../diagnosis/rules/close-4way.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const close4way: RuleWords<Close4wayTerms> = {
  summary: (v) =>
    `连接经四次挥手正常关闭：${sideName(v.closer, 'zh')}先关闭，${sideName(v.other, 'zh')}在 ${formatDuration(v.waitNs, 'zh')}后关闭${v.lastAck === 'seen' ? '' : '（没有抓到最后的 ACK）'}。`,
  refutedBy: () => '双方 FIN 之后任一端还有数据，或有 FIN 始终未被确认。',
  evidence: {
    fin: (v) => `${sideName(v.closer, 'zh')}发送 FIN，主动关闭，TIME-WAIT 留在它这一端。`,
    'fin-acknowledged': (v) => `${sideName(v.other, 'zh')}确认了这个 FIN。`,
    'second-fin': (v) => `${sideName(v.other, 'zh')}发送 FIN。`,
    'last-ack': (v) => `${sideName(v.closer, 'zh')}确认第二个 FIN，两个方向都已关闭。`,
  },
  alternatives: { 'half-closed-unfinished': () => '双方都发出了 FIN。' },
  next: {},
}
