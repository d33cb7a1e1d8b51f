/** Chinese words of `keepalive-ok`. */
import type { KeepaliveOkTerms } from '../../diagnosis/rules/keepalive-ok.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const keepaliveOk: RuleWords<KeepaliveOkTerms> = {
  summary: (v) => `连接空闲，但一直有保活：${sideName(v.prober, 'zh')}发了 ${v.probes} 个 keepalive 探测，都得到了应答。`,
  refutedBy: () => '有探测未得到应答，或探测中含有超出对端最后确认的数据：那它就是数据。',
  evidence: {
    probes: () => '序号比下一个小一的空段：这是 keepalive 探测，不是重传。',
  },
  alternatives: {
    'loss-rto': () => '探测之前所有数据都已被确认，没有可重传的东西。',
    'zero-window': () => '对端一直有接收空间，这些不是窗口探测。',
  },
  next: {
    timers: (v) => `在${sideName(v.prober, 'zh')}上可查看该连接的 keepalive 定时器。无需处理。`,
  },
}
