/** Chinese words of `close-fin-retransmitted`. */
import type { CloseFinRetransmittedTerms } from '../../diagnosis/rules/close-fin-retransmitted.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const closeFinRetransmitted: RuleWords<CloseFinRetransmittedTerms> = {
  summary: (v) =>
    v.lost === 'before'
      ? `连接正常关闭，但${sideName(v.sender, 'zh')}的 FIN 看来是重传：第一份在到达抓包点之前就丢失了。`
      : v.lost === 'answer'
        ? `连接正常关闭，但最后的 ACK 在途中丢失或迟到，${sideName(v.sender, 'zh')}只好重传 FIN。`
        : `连接正常关闭，但${sideName(v.sender, 'zh')}的 FIN 或其确认在途中丢失或迟到，FIN 重传后才完成。`,
  refutedBy: () => '在对端抓包中看到第一个 FIN 到达并被及时确认。',
  evidence: {
    fin: (v) => `${sideName(v.sender, 'zh')}的 FIN。`,
    repeats: (v) => `${formatDuration(v.silenceNs, 'zh')}后重传同一个 FIN，共 ${v.copies} 份。`,
    gap: (v) =>
      `沉默 ${formatDuration(v.silenceNs, 'zh')}后才出现 FIN，而${sideName(v.sender, 'zh')}的计数在此期间前进了 ${v.copies}：中间有报文没有到达这里。`,
    acknowledged: (v) => `${sideName(v.sender, 'zh')}的 FIN 得到确认。`,
  },
  alternatives: {
    'close-4way': () => '如果发送方的计数也用于其他连接，那就没有丢失，只是普通的关闭。',
    'close-3seg': () => '如果发送方的计数也用于其他连接，那就没有丢失，只是普通的关闭。',
    'peer-unreachable-at-close': () => '两个 FIN 最终都得到了确认。',
  },
  next: {},
}
