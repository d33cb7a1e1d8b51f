/** Chinese words of `timewait-reuse`. */
import type { TimewaitReuseTerms } from '../../diagnosis/rules/timewait-reuse.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const timewaitReuse: RuleWords<TimewaitReuseTerms> = {
  summary: () => '刚关闭的连接的四元组被新连接复用，新连接立即建立。',
  refutedBy: () => '新 SYN 到达时旧连接尚未被双方关闭。',
  evidence: {
    syn: () => 'SYN 的地址和端口与上一个连接完全相同，而上一个连接已完全关闭。',
    opened: (v) => `${formatDuration(v.openingNs, 'zh')}后，服务器把它当作新连接接受。`,
  },
  alternatives: { 'half-open-new-syn': () => '之前的连接两端都已结束，服务器也没有质疑新的 SYN。' },
  next: {},
}
