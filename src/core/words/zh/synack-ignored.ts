/** synack-ignored, in Chinese. */
import type { SynackIgnoredTerms } from '../../diagnosis/rules/synack-ignored.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-ignored, in Chinese. */
export const synackIgnored: RuleWords<SynackIgnoredTerms> = {
  summary: (v) =>
    `${v.server} 的应答已到达 ${v.clientAddress}，但本机没有理会：本机防火墙或反向路径过滤丢掉了 SYN-ACK，于是它一直重试（${v.syns} 个 SYN，${v.synAcks} 个 SYN-ACK）。`,
  refutedBy: () => '客户端的 ACK 从另一接口发出，或 SYN-ACK 的确认号与 SYN 不符：那么客户端忽略它是对的。',
  evidence: {
    asked: (v) => `${v.client} 为同一个连接发了 ${v.syns} 次 SYN。`,
    answered: (v) =>
      `服务器的 SYN-ACK，确认号正确${Number.isNaN(v.rttNs) ? '' : `，第一个在 SYN 之后 ${formatDuration(v.rttNs, 'zh')}到达`}；之后没有 ACK。抓包点在本机过滤之前。`,
    damaged: () => '某个 SYN-ACK 的校验和错误，主机因此将其丢弃。',
  },
  alternatives: {
    'synack-unanswered': () => '从服务器看只是没有得到确认；而这里的抓包表明它已到达客户端。',
  },
  next: {
    firewall: () => '在客户端查找丢弃服务器报文的 INPUT 规则，或状态匹配不含 ESTABLISHED 的规则。',
    'rp-filter': () => '严格的反向路径过滤会丢弃从另一个接口进来的应答。',
    counters: () => '对比一次尝试前后的计数，增长的那个就是原因。',
  },
}
