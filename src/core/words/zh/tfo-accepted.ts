/** tfo-accepted, in Chinese. */
import type { TfoAcceptedTerms } from '../../diagnosis/rules/tfo-accepted.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-accepted, in Chinese. */
export const tfoAccepted: RuleWords<TfoAcceptedTerms> = {
  summary: (v) => `快速打开成功：${v.client} 随 SYN 发出 ${v.dataBytes} 字节，${v.server} 已接受，比平常省了一个往返。`,
  refutedBy: () => 'SYN 中的数据又被发送一次，或确认号没有覆盖它们。',
  evidence: {
    request: (v) => `SYN 带有 cookie 和 ${v.dataBytes} 字节数据。`,
    taken: () => 'SYN-ACK 同时确认了 SYN 和其中的数据。',
  },
  alternatives: { 'tfo-rejected': () => 'SYN-ACK 连同 SYN 中的数据一起确认了。' },
  next: {},
}
