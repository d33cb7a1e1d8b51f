/** Chinese words of `slow-bandwidth`. */
import type { SlowBandwidthTerms } from '../../diagnosis/rules/slow-bandwidth.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const slowBandwidth: RuleWords<SlowBandwidthTerms> = {
  summary: (v) =>
    `链路带宽不足：没有丢包，但${sideName(v.sender, 'zh')}传数据时，往返时延从 ${formatDuration(v.emptyNs, 'zh')}涨到 ${formatDuration(v.loadedNs, 'zh')}。实际每秒通过 ${formatBytes(Math.round(v.bitsPerSecond / 8), 'zh')}。`,
  refutedBy: () => '没有数据传输时往返时间同样长，或同一路径上换个程序传输更快。',
  evidence: {
    empty: (v) => `空载时的握手：${formatDuration(v.emptyNs, 'zh')}。`,
    loaded: (v) => `从第一份到最后一份数据，典型往返时延为 ${formatDuration(v.loadedNs, 'zh')}：报文在排队。`,
  },
  alternatives: {
    'slow-network': (v) => `路径本身只需 ${formatDuration(v.emptyNs, 'zh')}。`,
    'slow-server': () => '数据一直匀速到来，没有在等程序。',
    'loss-congestion': () => '队列没有溢出，没有重传。',
  },
  next: {
    rate: () => '从客户端执行：另一条传输也是这个速率，说明是链路上限；更快则是只针对该连接的限制。',
    queue: () => '在慢速链路的路由器上执行：backlog 很大处就是排队的地方；减小队列或用 fq_codel 可缩短等待。',
  },
}
