/** Chinese words of `timewait-syn-challenged`. */
import type { TimewaitSynChallengedTerms } from '../../diagnosis/rules/timewait-syn-challenged.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const timewaitSynChallenged: RuleWords<TimewaitSynChallengedTerms> = {
  summary: (v) =>
    v.opened === 'yes'
      ? `服务器还记得该四元组上已关闭的连接，客户端重试后才连通，比首个 SYN 晚 ${formatDuration(v.delayNs, 'zh')}。`
      : '服务器还记得该四元组上已关闭的连接；在这次抓包中客户端没有连通。',
  refutedBy: () => '服务器上的旧连接仍然打开（ss -tan），而不是处于 TIME-WAIT。',
  evidence: {
    syn: () => '在不久前用过的四元组上发出的 SYN。',
    challenge: () => '服务器回的不是 SYN-ACK，而是已关闭连接的最后一个 ACK：那个连接还处于 TIME-WAIT。',
    clearing: () => '客户端用 RST 回应不认识的 ACK，TIME-WAIT 因此结束。',
    opened: () => '重发的 SYN 得到了 SYN-ACK。',
  },
  alternatives: {
    'half-open-new-syn': (v) =>
      v.before === 'seen'
        ? '旧连接在这次抓包中已经关闭，服务器不会认为它还开着。'
        : '旧连接不在这次抓包中；IP ID 为 0 是 Linux 从 TIME-WAIT 回应的特征。',
  },
  next: { 'port-range': () => '在客户端上执行：扩大端口范围、少用固定源端口、打开时间戳，可以避免撞上 TIME-WAIT。' },
}
