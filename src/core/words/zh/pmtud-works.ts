/** Chinese words of `pmtud-works`. */
import type { PmtudWorksTerms } from '../../diagnosis/rules/pmtud-works.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const pmtudWorks: RuleWords<PmtudWorksTerms> = {
  summary: (v) =>
    `路径需要更小的报文${v.mtuBytes === 0 ? '' : `（最大 ${formatBytes(v.mtuBytes, 'zh')}）`}：路由器 ${v.router} 作了通知，${sideName(v.sender, 'zh')}随即改用较小的段重发。一切正常。`,
  refutedBy: () => '在该消息之后仍有超过上限的段被确认，或根本没有改用更小的段。',
  evidence: {
    told: (v) => `${v.router} 要求更小的报文，并引用了本连接的报文（${v.errors} 条）。`,
    smaller: () => '同样的数据以较小的段再次发出。',
    taken: (v) => `${sideName(v.receiver, 'zh')}已经确认这些数据。`,
  },
  alternatives: {
    'pmtu-blackhole': () => '如果是黑洞，发送方得不到任何通知；这里路由器通知了。',
    'loss-fast-retransmit': () => '重发是因为路由器的要求，而不是丢包。',
  },
  next: {},
}
