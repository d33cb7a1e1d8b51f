/** Chinese words of `checksum-offload`. */
import type { ChecksumOffloadTerms } from '../../diagnosis/rules/checksum-offload.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const checksumOffload: RuleWords<ChecksumOffloadTerms> = {
  summary: (v) =>
    `${v.both === 'yes' ? '两端' : sideName(v.sender, 'zh')}的校验和由网卡补算：别的工具会说它错误，但在线路上是正确的。这也说明抓包就在${v.both === 'yes' ? '两端所在的机器上' : '发出这些报文的机器上'}。`,
  refutedBy: () => '在接收方抓到同样的报文带着同样的错误校验和，或那里的 InCsumErrors 增长。',
  evidence: {
    partial: () => '校验和字段里只有伪首部之和，这正是主机交给网卡时的样子。',
  },
  alternatives: {
    'bad-checksum': () => '损坏的报文不会恰好是这个值。',
  },
  next: {},
}
