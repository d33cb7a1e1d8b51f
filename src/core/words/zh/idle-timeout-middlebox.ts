/** Chinese words of `idle-timeout-middlebox`. */
import type { IdleTimeoutMiddleboxTerms } from '../../diagnosis/rules/idle-timeout-middlebox.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const idleTimeoutMiddlebox: RuleWords<IdleTimeoutMiddleboxTerms> = {
  summary: (v) =>
    `连接空闲了 ${formatDuration(v.idleNs, 'zh')}，之后在途中失效：${v.rstTtl === 0 ? `${sideName(v.speaker, 'zh')}再发的数据没有任何应答` : `${sideName(v.speaker, 'zh')}再发的数据被一个并非来自${sideName(v.other, 'zh')}的 RST 拒绝`}。很可能是防火墙或 NAT 忘记了它。`,
  refutedBy: () => '在另一端的抓包中看到这些迟来的数据，或重置确实从那里发出：那么途中并没有设备忘记该连接。',
  evidence: {
    'last-heard': () => '长时间空闲之前的最后一个报文。',
    unanswered: () => '空闲之后的第一批数据反复重传，没有应答。',
    'foreign-reset': (v) => `RST 的 TTL 为 ${v.rstTtl}，而${sideName(v.other, 'zh')}的报文为 ${v.usualTtl}：是另一台设备发的。`,
  },
  alternatives: {
    'blackhole-timeout': () => '也可能是空闲期间路径断了；但长时间空闲使“被遗忘”更可能。',
    'rst-unknown-connection': () => '对端若在此期间重启，也会不认识该连接；但它自己发的 RST 会带它自己的 TTL。',
  },
  next: {
    'both-ends': (v) => `在${sideName(v.other, 'zh')}上执行：连接还在，就说明是中间设备忘记了它。`,
    keepalive: (v) => `在${sideName(v.speaker, 'zh')}上：让 keepalive 的间隔小于 ${formatDuration(v.idleNs, 'zh')}。`,
    timeout: () => '在途中的防火墙和 NAT 上：空闲连接保留多久。',
  },
}
