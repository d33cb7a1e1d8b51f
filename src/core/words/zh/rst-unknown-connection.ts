/** Chinese words of `rst-unknown-connection`. */
import type { RstUnknownConnectionTerms } from '../../diagnosis/rules/rst-unknown-connection.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstUnknownConnection: RuleWords<RstUnknownConnectionTerms> = {
  summary: (v) =>
    `${sideName(v.resetter, 'zh')}已不认识该连接，用 RST 将其重置：可能是重启、主备切换、NAT 映射改变，或途中设备的表项过期。`,
  refutedBy: () => '当时发出重置的主机的套接字列表（ss -tan）中仍有该连接，或那里的抓包中没有这个 RST。',
  evidence: {
    answered: (v) =>
      `这是${sideName(v.other, 'zh')}最后发送的报文${Number.isNaN(v.quietNs) ? '' : `；在 RST 之前，双方最近一次有效往来是 ${formatDuration(v.quietNs, 'zh')}前`}。`,
    'bare-reset': (v) => `以${sideName(v.resetter, 'zh')}名义发出的 RST，不带 ACK：没有该连接的主机就是这样回应的。`,
  },
  alternatives: {
    'idle-timeout-middlebox': () => '途中的防火墙或 NAT 忘记连接后，也可能以主机的名义发出同样的 RST。',
    'rst-injected': () => '单个 RST 若各字段都相符，就无法与高明的伪造区分；但这里没有伪造的迹象。',
    'rst-abort': () => '程序主动中止时，RST 会带 ACK；这个没有。',
  },
  next: {
    uptime: (v) => `在${sideName(v.resetter, 'zh')}上执行：如果它的启动时间晚于该连接，原因就是重启；否则检查它前面的 NAT 和负载均衡。`,
    compare: (v) => `在那一端也抓包：如果这个 RST 不是从${sideName(v.resetter, 'zh')}发出的，就是途中设备所发。`,
  },
}
