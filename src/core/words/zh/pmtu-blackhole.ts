/** Chinese words of `pmtu-blackhole`. */
import type { PmtuBlackholeTerms } from '../../diagnosis/rules/pmtu-blackhole.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const pmtuBlackhole: RuleWords<PmtuBlackholeTerms> = {
  summary: (v) =>
    `${sideName(v.sender, 'zh')}的满长报文无声消失，小报文却能通过：路径能承载的报文比它声称的小（路径 MTU 黑洞）。${v.smallerBytes === 0 ? '' : `过了 ${formatDuration(v.stallNs, 'zh')}，发送方自己改用 ${formatBytes(v.smallerBytes, 'zh')}的段，才得以通过。`}`,
  refutedBy: () => '有满长度的段未经缩小就被确认，或小的段同样丢失。',
  evidence: {
    'in-vain': (v) => `${sideName(v.sender, 'zh')}反复发送同样的 ${formatBytes(v.segmentBytes, 'zh')}（${v.repeats} 次），始终没有被确认。`,
    gap: (v) => `${sideName(v.sender, 'zh')}的一个小段到了，排在它前面的大段始终没有到。`,
    'small-passes': (v) => `数据少的报文可以通过：${sideName(v.receiver, 'zh')}收得到${sideName(v.sender, 'zh')}的报文，也有应答。`,
    smaller: () => '拆成更小的段之后，数据到达了。',
  },
  alternatives: {
    'loss-rto': () => '偶然丢包不会只挑大报文。',
    'loss-congestion': () => '队列满时小报文也会被丢，而且停几秒队列就空了。',
    'blackhole-timeout': () => '路径并没有断：小报文仍能通过。',
  },
  next: {
    probe: () => '大的 ping 不通而小的通，路径 MTU 就在两者之间；tracepath 会显示在哪一跳。',
    clamp: () => '在链路较小的隧道或路由器上执行：让两端一开始就使用较小的段。',
    icmp: (v) =>
      `看${sideName(v.sender, 'zh')}是否收到通知；${v.told === 'yes' ? '这里收到了，但主机没有理会' : '这里没有这样的消息到达抓包点'}：请在途中所有防火墙上放行这类消息。`,
  },
}
