/** Chinese words of `keepalive-timeout`. */
import type { KeepaliveTimeoutTerms } from '../../diagnosis/rules/keepalive-timeout.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const keepaliveTimeout: RuleWords<KeepaliveTimeoutTerms> = {
  summary: (v) =>
    `空闲期间${sideName(v.other, 'zh')}失去响应：${sideName(v.prober, 'zh')}的 ${v.probes} 个 keepalive 探测都没有应答${v.hasReset === 1 ? '，于是以 RST 放弃了连接' : ''}。`,
  refutedBy: () => '在另一端的抓包中有对探测的应答：那么断的只是回程。',
  evidence: {
    'last-heard': (v) => `${sideName(v.other, 'zh')}的最后一个报文。`,
    probes: () => '间隔固定、没有应答的 keepalive 探测，不是重传。',
    reset: (v) => `${sideName(v.prober, 'zh')}放弃并重置连接，它的应用得到“连接超时”。`,
  },
  alternatives: {
    'idle-timeout-middlebox': () => '防火墙或 NAT 忘记了空闲连接时，从这里看是一样的；那样的话对端仍保留着连接。',
    'blackhole-timeout': () => '当时没有在途数据，丢失的只是连接本身。',
  },
  next: {
    reach: (v) => `从${sideName(v.prober, 'zh')}执行：还能到达${sideName(v.other, 'zh')}吗？路径断在哪里？`,
    'other-end': (v) => `在${sideName(v.other, 'zh')}上执行：连接还在，说明探测被途中丢弃；连接没了，说明主机重启或进程被杀。`,
  },
}
