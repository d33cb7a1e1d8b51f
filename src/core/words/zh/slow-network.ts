/** Chinese words of `slow-network`. */
import type { SlowNetworkTerms } from '../../diagnosis/rules/slow-network.ts'
import { formatDuration } from '../durations.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const slowNetwork: RuleWords<SlowNetworkTerms> = {
  summary: (v) =>
    `路径时延很大：一个往返要 ${formatDuration(v.rttNs, 'zh')}，整个连接用了约 ${formatCount(v.trips)} 个往返（${formatDuration(v.activeNs, 'zh')}）。两端都没有拖延，也没有丢包。`,
  refutedBy: () => '其他时间或用 ping 测得的往返时间短得多：那么时间并非花在路上。',
  evidence: {
    handshake: (v) => `握手正好是一个往返：${formatDuration(v.rttNs, 'zh')}。`,
    data: () => '从第一份到最后一份数据：时间都花在往返上。',
  },
  alternatives: {
    'slow-server': (v) => `两端自己总共只用了 ${formatDuration(v.thinkNs, 'zh')}。`,
    'slow-bandwidth': () => '第一个报文的往返就已这么长，不是负载下排队造成的。',
  },
  next: {
    path: () => '从客户端执行：时延在哪一跳上升？',
    ping: () => '从客户端执行：ping 同样慢，就是路径本身；否则说明该连接被区别对待。',
  },
}
