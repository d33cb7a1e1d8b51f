/** Chinese words of `rst-after-fin`. */
import type { RstAfterFinTerms } from '../../diagnosis/rules/rst-after-fin.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstAfterFin: RuleWords<RstAfterFinTerms> = {
  summary: (v) =>
    v.crossing === 'yes'
      ? `${sideName(v.closer, 'zh')}关闭时，${sideName(v.writer, 'zh')}的数据正在途中；这些数据被 RST 回绝，已丢失。`
      : `${sideName(v.closer, 'zh')}已经关闭，${sideName(v.writer, 'zh')}仍然发送数据；数据被 RST 回绝，已丢失。`,
  refutedBy: () => '先关闭的一方确认了这些数据：那么它的另一方向仍然打开。',
  evidence: {
    fin: (v) => `${sideName(v.closer, 'zh')}发送 FIN：它的程序关闭了连接。`,
    'fin-acknowledged': (v) => `${sideName(v.writer, 'zh')}的内核先确认了这个 FIN，其程序之后才又写入数据。`,
    data: (v) => `${sideName(v.writer, 'zh')}的这些数据始终没有被确认（${formatBytes(v.lostBytes, 'zh')}）。`,
    reset: (v) => `${sideName(v.closer, 'zh')}回了不带 ACK 的 RST：已经没有程序接收这些数据。`,
  },
  alternatives: {
    'half-close-data': (v) => `如果${sideName(v.closer, 'zh')}只是停止发送（半关闭），它会确认这些数据。`,
    'rst-unknown-connection': (v) => `${sideName(v.closer, 'zh')}重启后也会这样回应，但之前的 FIN 表明它是正常关闭的。`,
  },
  next: {
    'idle-limits': (v) => `对比${sideName(v.closer, 'zh')}的空闲超时与${sideName(v.writer, 'zh')}保留空闲连接的时间：后者必须更短。`,
    'closer-log': (v) => `查明${sideName(v.closer, 'zh')}为什么关闭：空闲超时、出错，还是工作进程被结束。`,
  },
}
