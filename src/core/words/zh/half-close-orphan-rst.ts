/** Chinese words of `half-close-orphan-rst`. */
import type { HalfCloseOrphanRstTerms } from '../../diagnosis/rules/half-close-orphan-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const halfCloseOrphanRst: RuleWords<HalfCloseOrphanRstTerms> = {
  summary: (v) =>
    `${sideName(v.first, 'zh')}关闭 ${formatDuration(v.gapNs, 'zh')}之后，${sideName(v.late, 'zh')}才关闭；这时${sideName(v.first, 'zh')}早已忘记该连接，于是回了 RST。没有丢失数据。`,
  refutedBy: () => 'RST 发出时先关闭一方的套接字仍处于 FIN-WAIT-2（ss -tan），或其程序还有未读数据。',
  evidence: {
    fin: (v) => `${sideName(v.first, 'zh')}先发送 FIN。`,
    'fin-acknowledged': (v) => `${sideName(v.late, 'zh')}确认了这个 FIN，但没有马上关闭。`,
    'late-fin': (v) => `${formatDuration(v.gapNs, 'zh')}后，${sideName(v.late, 'zh')}才发送 FIN。`,
    reset: (v) => `${sideName(v.first, 'zh')}对这个 FIN 回了不带 ACK 的 RST：它已经没有这个连接。除 FIN 以外的内容此前都已确认。`,
  },
  alternatives: {
    'rst-unknown-connection': (v) =>
      `如果${sideName(v.first, 'zh')}中途重启，现象也一样；但此前已完成 FIN 交换，更简单的解释是 FIN-WAIT-2 等待超时（Linux 为 60 秒）。`,
  },
  next: { 'late-closer': (v) => `在${sideName(v.late, 'zh')}上执行：处于 CLOSE-WAIT 的套接字就属于那个迟迟不关闭的程序。` },
}
