/** Chinese sentences that all rules about loss share. */
import type { LossEvidence, LossStep, LossValues } from '../diagnosis/loss.ts'
import { sideName } from './sides.ts'

/** What the packets of a loss show. */
export const lossEvidenceZh: { readonly [P in LossEvidence['point']]: (v: LossValues) => string } = {
  gap: (v) => `在这个报文之前，${sideName(v.sender, 'zh')}的数据缺了一段：本该先到的报文没有到。`,
  asked: (v) => `${sideName(v.receiver, 'zh')}反复确认同一个字节：后面的段到了，前面那一段没有到。`,
  repeats: (v) =>
    v.lost === 'beyond'
      ? `${sideName(v.sender, 'zh')}重新发送了已经经过抓包点的数据（${v.losses} 个段）。`
      : `缺失的数据后来到达，是重新发送的（${v.losses} 个段）。`,
}

/** What to do about a loss. */
export const lossNextZh: { readonly [S in LossStep['step']]: (v: LossValues) => string } = {
  counters: (v) => `在${sideName(v.sender, 'zh')}上执行：计数持续增长说明路径经常丢包；几乎不变说明只是偶然丢失。`,
  path: (v) => `从${sideName(v.sender, 'zh')}执行：从哪一跳开始丢包并一直延续到最后，就在哪里丢；全程不丢，则多半是末端主机或瞬时突发。`,
}
