/** land-attack, in Chinese. */
import type { LandAttackTerms } from '../../diagnosis/rules/land-attack.ts'
import type { RuleWords } from '../rule-words.ts'

/** land-attack, in Chinese. */
export const landAttack: RuleWords<LandAttackTerms> = {
  summary: (v) => `有人向 ${v.server} 发送源与目的地址、端口都相同的 SYN（land 攻击）。如今已无害：系统会丢弃它，或重置自己给出的应答。`,
  refutedBy: () => '本机上确有程序连接到自己的地址和端口（自连接），可用 ss -tan 查到。',
  evidence: {
    'same-ends': (v) => `${v.syns} 个 SYN，源和目的是同一个地址和端口。`,
  },
  alternatives: {
    'open-simultaneous': () => '程序在本机连接自己的端口时也会这样，那是正常的；这时与自己的连接会继续下去。',
  },
  next: {
    source: () => '链路层地址能说明它们真正从哪里来。',
    filter: () => '反向路径过滤会丢弃冒充本机的报文。',
  },
}
