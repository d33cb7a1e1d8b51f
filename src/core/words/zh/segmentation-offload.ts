/** Chinese words of `segmentation-offload`. */
import type { SegmentationOffloadTerms } from '../../diagnosis/rules/segmentation-offload.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const segmentationOffload: RuleWords<SegmentationOffloadTerms> = {
  summary: (v) =>
    `${sideName(v.sender, 'zh')}的段最大有 ${formatBytes(v.largestBytes, 'zh')}，超过 MSS ${formatBytes(v.mssBytes, 'zh')}：由网卡切分（或合并）；在线路上是多个报文。`,
  refutedBy: () => '路径 MTU 与这些段一样大（全程巨型帧）：那么它们就是原样发出的。',
  evidence: {
    offered: (v) => `另一端每段最多接受 ${formatBytes(v.mssBytes, 'zh')}。`,
    large: (v) => `抓包中的一个报文就有 ${formatBytes(v.largestBytes, 'zh')}。`,
  },
  alternatives: { 'pmtu-blackhole': () => '真正超过路径容量的报文会以同样大小反复重传；这里只是在抓包中显得大。' },
  next: {},
}
