/** Chinese words of `mss-clamped`. */
import type { MssClampedTerms } from '../../diagnosis/rules/mss-clamped.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const mssClamped: RuleWords<MssClampedTerms> = {
  summary: (v) =>
    `${sideName(v.far, 'zh')}的 SYN 要求段长不超过 ${v.farMss} 字节，${sideName(v.near, 'zh')}提供 ${v.nearMss}：途中设备（或隧道）改小了 MSS。隧道环境下属正常，无害。`,
  refutedBy: () => '在发送该 SYN 的主机上抓到的 MSS 同样小：那是主机自己要求的。',
  evidence: {
    'near-offer': (v) => `${sideName(v.near, 'zh')}提供 ${v.nearMss} 字节，与以太网一致。`,
    'far-offer': (v) => `到达此处的${sideName(v.far, 'zh')} SYN 里是 ${v.farMss} 字节。`,
  },
  alternatives: {
    'open-normal': (v) => `也可能${sideName(v.far, 'zh')}自己的链路就只能承载这么大，那么途中并未改动。`,
    'pmtud-works': () => '没有用到 ICMP：大小在握手时就已商定。',
  },
  next: {
    'other-capture': (v) => `在${sideName(v.far, 'zh')}上抓包：如果它发出的 SYN 带更大的 MSS，就是途中设备改的。`,
    'path-mtu': () => '逐跳查看路径 MTU，看在哪里变小。',
  },
}
