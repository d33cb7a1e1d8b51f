/** Chinese words of `slow-server`. */
import type { SlowServerTerms } from '../../diagnosis/rules/slow-server.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const slowServer: RuleWords<SlowServerTerms> = {
  summary: (v) =>
    `服务器用了 ${formatDuration(v.thinkNs, 'zh')}才应答${v.answers > 1 ? `（${v.answers} 次应答共 ${formatDuration(v.totalNs, 'zh')}）` : ''}；网络往返只需 ${formatDuration(v.wayNs, 'zh')}，也没有丢包。`,
  refutedBy: () => '服务器端抓包显示应答立即发出，或请求到达得就晚：那么慢的是路径而不是程序。',
  evidence: {
    request: () => '请求的最后一个报文。',
    answer: () => '对应应答的第一个报文。',
  },
  alternatives: {
    'slow-network': (v) => `往返只需 ${formatDuration(v.wayNs, 'zh')}，且已经扣除。`,
    'loss-rto': () => '这里没有重传；不能完全排除应答在到达此处之前丢过，但发送方的计数没有跳跃。',
    'proxy-suspected': () => '如果有代理代替服务器应答，时间也可能花在代理到服务器的路上。',
  },
  next: {
    program: () => '在服务器上查看该端口的进程及其当时的日志：数据库、锁还是下游？',
    accept: () => '在服务器上执行：Recv-Q 大于 0 说明应用 accept 太慢；此时内核仍会确认请求。',
  },
}
