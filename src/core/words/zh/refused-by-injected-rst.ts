/** refused-by-injected-rst, in Chinese. */
import type { RefusedByInjectedRstTerms } from '../../diagnosis/rules/refused-by-injected-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** refused-by-injected-rst, in Chinese. */
export const refusedByInjectedRst: RuleWords<RefusedByInjectedRstTerms> = {
  summary: (v) =>
    `途中有设备伪造了拒绝：冒充 ${v.server} 的 RST 先到达 ${v.client}，随后真正的服务器接受了连接。程序看到的是 “Connection refused”。`,
  refutedBy: () => '在服务器自身接口的抓包中有这个 RST：那就是服务器发的。',
  evidence: {
    forged: (v) =>
      `冒充服务器的 RST${Number.isNaN(v.rstAfterNs) ? '' : `，在 SYN 之后 ${formatDuration(v.rstAfterNs, 'zh')}`}${v.rstTtl > 0 && v.rstTtl !== v.synAckTtl ? `，TTL 为 ${v.rstTtl}` : ''}。`,
    genuine: (v) =>
      `服务器自己的 SYN-ACK${Number.isNaN(v.synAckAfterNs) ? '' : `，在 SYN 之后 ${formatDuration(v.synAckAfterNs, 'zh')}`}${v.rstTtl > 0 && v.rstTtl !== v.synAckTtl ? `，TTL 为 ${v.synAckTtl}` : ''}：以 RST 拒绝的主机不会再接受同一个 SYN。`,
    'client-reset': () => '客户端早已放弃，于是重置了这个迟到的应答。',
  },
  alternatives: {
    'refused-by-rst': () => '真正的拒绝可以排除：服务器接受了同一个 SYN。',
  },
  next: {
    ttl: () => '按伪造 RST 的 TTL 推算距离，查那一跳：过滤设备、入侵防御或审查设备。',
    'both-ends': () => '服务器上会看到 SYN、SYN-ACK 和客户端的 RST，但看不到伪造的 RST。',
  },
}
