/** syn-data-ignored, in Chinese. */
import type { SynDataIgnoredTerms } from '../../diagnosis/rules/syn-data-ignored.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-data-ignored, in Chinese. */
export const synDataIgnored: RuleWords<SynDataIgnoredTerms> = {
  summary: (v) =>
    `${v.client} 的 SYN 带了 ${v.dataBytes} 字节数据，但没有用快速打开；${v.server} 没有理会这些数据，客户端在握手后重发。没有丢失任何东西。`,
  refutedBy: () => '在数据重发之前就有确认覆盖了 SYN 中的字节：那么数据已被接收。',
  evidence: {
    request: (v) => `SYN 带有 ${v.dataBytes} 字节数据，没有快速打开选项。`,
    'left-aside': () => 'SYN-ACK 只确认了 SYN，没有确认其中的数据。',
  },
  alternatives: {
    'tfo-rejected': () => '谈不上拒绝 cookie：根本没有快速打开选项。',
  },
  next: {},
}
