/** Chinese words of `slow-client`. */
import type { SlowClientTerms } from '../../diagnosis/rules/slow-client.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const slowClient: RuleWords<SlowClientTerms> = {
  summary: (v) => `客户端停了 ${formatDuration(v.waitNs, 'zh')}才发送下一步数据；其间没有在途数据，网络和服务器都不慢。`,
  refutedBy: () => '客户端抓包显示停顿期间客户端已发出数据：那是路径造成的延迟。',
  evidence: {
    before: (v) => (v.isPause === 1 ? '前一段数据：已被确认，没有其他未完成的数据。' : '应答结束：从这里起轮到客户端。'),
    behind: () => '客户端接下来发送的数据。',
  },
  alternatives: {
    'open-normal': () => '人或程序暂时没有话说，并不是故障。',
    'slow-server': () => '客户端问过的都已得到应答。',
    'slow-network': () => '没有在途数据：等待不是网络造成的。',
  },
  next: {
    program: () => '在客户端上：是哪个程序，当时在做什么。',
  },
}
