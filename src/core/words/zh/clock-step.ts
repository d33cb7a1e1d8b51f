/** Chinese words of `clock-step`. */
import type { ClockStepTerms } from '../../diagnosis/rules/clock-step.ts'
import { formatDuration } from '../durations.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const clockStep: RuleWords<ClockStepTerms> = {
  summary: (v) =>
    `抓包的时钟倒退了 ${formatDuration(v.backNs, 'zh')}${v.times > 1 ? `（共倒退 ${formatCount(v.times)} 次）` : ''}：其前后报文之间的时间差不可靠。`,
  refutedBy: () => '在时钟未被调整的主机的单一接口上抓到同样的报文，时间是递增的。',
  evidence: { back: () => '该报文的时间早于它前面的报文。' },
  alternatives: { reordering: () => '网络乱序不会改变时间戳：时间是在抓包处打上的。' },
  next: {
    clock: () => '抓包主机的时钟当时是否被设置或校正过？',
    sort: () => '如果是多个接口或文件合并而成，可以按时间重新排序。',
  },
}
