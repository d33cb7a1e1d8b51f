/** tfo-cookie-request, in Chinese. */
import type { TfoCookieRequestTerms } from '../../diagnosis/rules/tfo-cookie-request.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-cookie-request, in Chinese. */
export const tfoCookieRequest: RuleWords<TfoCookieRequestTerms> = {
  summary: (v) =>
    v.granted === 1
      ? `${v.client} 申请并得到了快速打开的 cookie：下次连接该服务器时，请求可以随 SYN 发出。`
      : `${v.client} 申请快速打开的 cookie，但服务器没有给：服务器未启用快速打开，或途中有设备去掉了该选项。`,
  refutedBy: () => '客户端的 SYN 中已带有 cookie：那是使用而不是请求 Fast Open。',
  evidence: {
    asked: () => 'SYN 带有空的快速打开选项，即申请 cookie。',
    granted: () => 'SYN-ACK 带回了 cookie。',
    'not-granted': () => 'SYN-ACK 没有带 cookie。',
  },
  alternatives: { 'tfo-accepted': () => 'SYN 的 Fast Open 选项为空：是在请求 cookie，而没有携带 cookie。' },
  next: {},
}
