/** Chinese words of `rst-injected-ignored`. */
import type { RstInjectedIgnoredTerms } from '../../diagnosis/rules/rst-injected-ignored.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstInjectedIgnored: RuleWords<RstInjectedIgnoredTerms> = {
  summary: (v) => `出现了以${sideName(v.sender, 'zh')}名义发出的伪造或过期的 RST，但没有生效，连接继续进行。`,
  refutedBy: () => '有一端因这个 RST 关闭了连接：其程序当时报告连接被重置。',
  evidence: {
    resets: (v) =>
      `${v.resets} 个以${sideName(v.sender, 'zh')}名义发出的 RST，${v.off === 0 ? '但连接仍在继续' : `其序号与${sideName(v.receiver, 'zh')}所期待的相差 ${formatCount(Math.abs(v.off))}`}。`,
    'goes-on': () => '此后连接继续进行，这是它的最后一个报文。',
  },
  alternatives: { 'rst-abort': (v) => `如果是${sideName(v.sender, 'zh')}自己的 RST，连接就结束了；而它仍在继续。` },
  next: { headers: () => '把这个 RST 的 TTL、IP ID 与其发送方的其他报文对比：如果不同，说明有人想切断这个连接。' },
}
