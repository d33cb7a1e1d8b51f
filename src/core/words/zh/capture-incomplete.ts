/** Chinese words of `capture-incomplete`. */
import type { CaptureIncompleteTerms } from '../../diagnosis/rules/capture-incomplete.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const captureIncomplete: RuleWords<CaptureIncompleteTerms> = {
  summary: (v) =>
    `抓包漏掉了${sideName(v.sender, 'zh')}的 ${formatBytes(v.missingBytes, 'zh')}，而网络其实已经送达：问题在抓包，不在网络。`,
  refutedBy: () => '缺失的数据后来被重传，或出现索要它们的重复 ACK：那么丢包的是网络，而不是抓包。',
  evidence: {
    gap: (v) => `${sideName(v.sender, 'zh')}的数据之前有空缺，而且一直没有补上。`,
    acknowledged: (v) => `${sideName(v.receiver, 'zh')}没有要求重传就确认了缺少的字节：它已经收到。`,
  },
  alternatives: { 'loss-upstream': () => '如果真的丢包，发送方会重传，接收方会用重复 ACK 要求补发。' },
  next: { 'larger-buffer': () => '加大缓冲区、只抓报文头，重新抓包；tcpdump 结束时会显示内核丢弃了多少报文。' },
}
