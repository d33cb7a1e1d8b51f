/** nothing-captured, in Chinese. */
import type { NothingCapturedTerms } from '../../diagnosis/rules/nothing-captured.ts'
import type { RuleWords } from '../rule-words.ts'

/** nothing-captured, in Chinese. */
export const nothingCaptured: RuleWords<NothingCapturedTerms> = {
  summary: (v) =>
    v.cut > 0
      ? `抓包时每个报文保留得太短：${v.cut} 个 TCP 报文在端口之前就被截断，无法判断。`
      : v.packets === 0
        ? '抓包是空的：没有任何连接的报文经过这里。它走了别的路、在到达这里之前被拦下，或被过滤条件排除。'
        : `${v.packets} 个报文中没有一个是 TCP：没有任何连接的报文经过这里。它走了别的路、在到达这里之前被拦下，或被过滤条件排除。`,
  refutedBy: () => '同一时间在其他接口或不加过滤的抓包中有该连接的报文。',
  evidence: {
    nothing: (v) => (v.packets === 0 ? '一个报文都没有。' : `共 ${v.packets} 个报文，没有 TCP。`),
    cut: (v) => `${v.cut} 个 TCP 报文没有端口。`,
  },
  alternatives: {
    'syn-no-answer': () => '若在服务器上抓包，SYN 在途中丢失或被拦截就是这个样子：请与客户端的抓包对比。',
    'host-unreach-arp': () => '邻居不响应时 TCP 根本发不出去；而只抓 TCP 的过滤条件会漏掉 ARP 或邻居请求。',
    'reject-icmp': () => '抓包中有 ICMP 差错，所指的报文不在其中：它们可能说明了是谁拒绝的。',
  },
  next: {
    snaplen: () => '每个报文至少抓 128 字节：足够容纳首部和大部分选项。',
    route: () => '“unreachable” 或没有路由，说明客户端根本发不出去；这里列出的接口才是该抓包的接口。',
    interfaces: () => '在所有接口上抓包，不要用过窄的过滤条件。',
    all: () => '没有空闲的本地端口（EADDRNOTAVAIL）或 OUTPUT 规则（EPERM）会使连接在第一个报文之前就失败。',
  },
}
