/** syn-arrived-unanswered, in Chinese. */
import type { SynArrivedUnansweredTerms } from '../../diagnosis/rules/syn-arrived-unanswered.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-arrived-unanswered, in Chinese. */
export const synArrivedUnanswered: RuleWords<SynArrivedUnansweredTerms> = {
  summary: (v) =>
    `${v.client} 的连接请求已到达 ${v.server}，但主机没有回应：${v.syns} 个 SYN 被本机防火墙、已满的全连接队列或其他本地规则丢弃。网络已经送达。`,
  refutedBy: () => '应答从本机另一接口发出，或丢包计数与防火墙规则都没有命中这些 SYN。',
  evidence: {
    arrived: (v) =>
      `同一个 SYN ${Number.isNaN(v.spanNs) ? '' : `在 ${formatDuration(v.spanNs, 'zh')}内`}到达 ${v.syns} 次，主机没有发出任何回应：没有 SYN-ACK、RST 或 ICMP 差错。`,
    hops: (v) => `SYN 的 TTL 为 ${v.ttl}，低于任何系统的初始值：抓到时已经过路由器转发。`,
  },
  alternatives: {
    'syn-no-answer': (v) =>
      v.atEnd === 'marked'
        ? '抓包主机自身已把这些报文标记为接收：它们没有丢在途中。'
        : '如果抓包点是途中的路由器而不是服务器本机，报文也可能在其后被丢弃。',
    'lone-syn': () => '客户端很快停止重试：可能收到了没被抓到的 ICMP 应答。',
  },
  next: {
    firewall: () => '找出每次尝试时计数都会增长的 DROP 规则，它就是原因。',
    listen: () => 'Recv-Q 大于 Send-Q 表示全连接队列已满，程序 accept 太慢。若根本没有监听，应回 RST，而不是沉默。',
    counters: () =>
      '对比一次尝试前后的计数：ListenOverflows 表示队列溢出，IPReversePathFilter 表示路由不对称，TCPMD5 或 TCPAO 表示缺少签名。',
  },
}
