/** Chinese words of `nat-rebinding`. */
import type { NatRebindingTerms } from '../../diagnosis/groups/nat-rebinding.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const natRebinding: RuleWords<NatRebindingTerms> = {
  summary: (v) =>
    `连接中途地址转换发生了变化：原来的 ${v.before} 变成了 ${v.after}，而 ${v.host} 的 ${v.port} 端口不认识这个连接${v.wasReset === 1 ? '，于是将其重置' : ''}。`,
  refutedBy: () => '转换设备的表项始终没有变化，或客户端确实拥有这两个地址。',
  evidence: {
    before: (v) => `客户端以 ${v.before} 发出的最后数据。`,
    after: (v) => `紧接着的下一个字节（并确认了服务器已发的数据）来自 ${v.after}：只有同一个程序才会这样计数。`,
    reset: () => '服务器没有与该地址和端口对应的连接，因此回 RST。',
  },
  alternatives: {
    'rst-unknown-connection': () => '如果是服务器重启过，旧端口的连接也会被忘记；而这里是客户端换了端口。',
    'half-open-new-syn': () => '重新开始的客户端会先发 SYN；这里直接继续发送数据。',
  },
  next: {
    table: () => '在做地址转换的路由器上查看：转换表是否被清空、是否切换到另一台设备，或表项是否超时？可在连接空闲时持续观察表项。',
    keepalive: () => '在客户端上：探测间隔短于转换表的超时，表项就不会消失。',
  },
}
