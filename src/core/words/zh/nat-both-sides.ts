/** Chinese words of `nat-both-sides`. */
import type { NatBothSidesTerms } from '../../diagnosis/rules/nat-both-sides.ts'
import type { RuleWords } from '../rule-words.ts'

const REPLACED: Readonly<Record<NatBothSidesTerms['values']['replaced'], string>> = {
  source: '客户端的地址或端口',
  target: '服务器的地址或端口',
  both: '两端的地址或端口',
}

/** Sentences of the rule. */
export const natBothSides: RuleWords<NatBothSidesTerms> = {
  summary: (v) =>
    v.half === 'before'
      ? `这是地址转换之前的连接：抓包主机（或其相邻设备）改写${REPLACED[v.replaced]}后，以 ${v.otherClient} > ${v.otherServer} 转发出去。`
      : `这是地址转换之后的连接：它原本是 ${v.otherClient} > ${v.otherServer}，${REPLACED[v.replaced]}被改写。`,
  refutedBy: () => '当时的转换表（conntrack -L）中没有这两者的对应项。',
  evidence: {
    own: (v) =>
      `它的 SYN 与 ${v.otherClient} > ${v.otherServer} 的 SYN 序号、IP 标识和时间戳都相同：是同一报文在转换设备两侧各被看到一次。`,
  },
  alternatives: {
    'duplicate-capture': () => '抓包造成的副本，地址和端口不会改变。',
    'proxy-suspected': () => '代理会自己建立新连接，序号和时间戳都是它自己的。',
  },
  next: { table: () => '在做转换的主机上执行：对应项会列出两侧。' },
}
