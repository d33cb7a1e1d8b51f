/** Chinese words that all scans share. */
import type { ScanTerms } from '../../diagnosis/groups/scan.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of a scan with probes of this name, and what it sends. */
export function scanWords(name: string, probe: string): RuleWords<ScanTerms> {
  return {
    summary: (v) =>
      `${v.source} 在扫描${scanned(v)}（${name}）：共 ${formatCount(v.probes)} 次探测${v.open > 0 ? `，其中 ${formatCount(v.open)} 次得到开放端口的应答` : ''}，没有任何数据。`,
    refutedBy: (v) => `${v.source} 与其中多数目标有数据往来（那是普通客户端），或在 ${v.source} 处抓包没有这些探测（那是伪造地址）。`,
    evidence: {
      probes: (v) => `${probe}${v.probes > 16 ? '这里列出最早的一批。' : ''}`,
    },
    alternatives: {
      'scan-syn': () => 'SYN 扫描会丢弃得到应答的握手；这里有些握手完成了，或 SYN 出自普通系统。',
      'scan-connect': () => '全连接扫描会把得到应答的握手完成。',
      'rst-unknown-connection': () => '丢失状态的主机也会遇到 RST，但那是在原有的连接上，而不是一个端口接一个端口。',
      'syn-no-answer': () => '服务器宕机时，客户端会反复请求同一个端口，而不会请求这么多端口。',
    },
    next: {
      source: (v) => `${v.source} 是谁？如果是自己的扫描器或监控，就不是攻击。`,
      again: (v) => `扫描之后 ${v.source} 还在继续吗？做什么？向已发现的开放端口发送数据才是关键。`,
      filter: (v) => `如果不需要与 ${v.source} 通信，可加一条丢弃规则（以 Linux 为例）。`,
    },
  }
}

function scanned(v: ScanTerms['values']): string {
  const targets = `${v.isAtLeast === 1 ? '超过 ' : ''}${formatCount(v.targets)}`
  if (v.host !== '') return ` ${v.host} 的 ${targets} 个端口`
  return v.port === 0 ? `多台主机的 ${targets} 个端口` : ` ${targets} 台主机的 ${v.port} 端口`
}
