/** Chinese words of `icmp-while-established`. */
import type { IcmpWhileEstablishedTerms } from '../../diagnosis/rules/icmp-while-established.ts'
import { icmpErrorName } from '../icmp-names.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const icmpWhileEstablished: RuleWords<IcmpWhileEstablishedTerms> = {
  summary: (v) =>
    `连接进行到一半，${v.source}${v.by === 'peer' ? '（对端主机自己）' : '（途中设备）'}开始用 ${icmpErrorName(v.version, v.type, v.code, 'zh')} 拒绝${sideName(v.sender, 'zh')}的报文。${v.recovered === 'yes' ? '后来又恢复通过。' : `程序会一直等待，最后得到 ${v.error}。`}`,
  refutedBy: () => 'ICMP 消息引用的序号并非发送方用过的：那么它是伪造的，或属于另一连接。',
  evidence: {
    'last-good': () => '在此之前报文可以通过。',
    errors: (v) => `${v.source} 以 ${icmpErrorName(v.version, v.type, v.code, 'zh')} 应答，并引用了本连接的报文（${v.errors} 条）。`,
    repeats: (v) => `${sideName(v.sender, 'zh')}继续重发同样的数据：已建立的连接不会因为 ICMP 错误而结束。`,
  },
  alternatives: {
    'blackhole-timeout': () => '路径断掉时什么也不会回；这里有设备对每个报文都作了应答。',
    'rst-unknown-connection': () => '之后的 RST 只说明一方那时已经放弃。',
  },
  next: {
    rules: (v) => `在 ${v.source} 上执行：查找连接期间改动过的规则或路由；它的计数会随每条消息增长。`,
    route: () => '在另一端执行：本连接的报文还能到达吗？不能的话，只是去往它的方向被挡住了。',
  },
}
