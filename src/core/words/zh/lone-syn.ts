/** lone-syn, in Chinese. */
import type { LoneSynTerms } from '../../diagnosis/rules/lone-syn.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** lone-syn, in Chinese. */
export const loneSyn: RuleWords<LoneSynTerms> = {
  summary: (v) =>
    v.silenceAfterNs > 0
      ? `${v.client} 只向 ${v.server} 请求连接一次，再没有重试：它收到了没被抓到的应答（最常见的是被过滤条件排除的 ICMP），或者程序放弃了。`
      : `只有 ${v.client} 发往 ${v.server} 的一个连接请求，再无其他：抓包到此结束，或过滤条件漏掉了应答。`,
  refutedBy: () => '一秒多以后出现序号相同的第二个 SYN，或在不加过滤的抓包中看到应答。',
  evidence: {
    stopped: (v) => `此 SYN 之后到抓包结束的 ${formatDuration(v.silenceAfterNs, 'zh')}内没有重传，而内核对无应答的 SYN 会在 1 秒后重传。`,
    alone: (v) =>
      Number.isNaN(v.silenceAfterNs)
        ? '这是该连接唯一的报文；没有时间信息，无法知道其后抓包持续了多久。'
        : '这是该连接唯一的报文；还没到重传时间抓包就结束了。',
  },
  alternatives: {
    'reject-icmp': (v) =>
      v.icmp === 'unmatched'
        ? '抓包中有 ICMP 差错，所指的是别的连接，或因截断而看不出所指：请看紧跟在这个 SYN 之后的那些。'
        : v.icmp === 'other'
          ? '被 ICMP 拒绝也说得通，但抓包中有其他 ICMP 消息，说明过滤条件并未排除它们。'
          : '最可能是被 ICMP 拒绝：抓包中一个 ICMP 消息都没有，像是用了 “port N” 或 “tcp” 这样的过滤条件。',
    'syn-no-answer': () => '也可能真的没有应答：抓包太短，看不到 SYN 重传。',
    'syn-arrived-unanswered': () => '也可能是主机没有回应：抓包太短，看不到 SYN 重传。',
  },
  next: {
    'with-icmp': () => '连同 ICMP 再抓一次：紧跟在 SYN 之后的 ICMP 差错会说明是谁拒绝的、为什么。',
    again: () => '手工试一次：立即出现 “Connection refused” 或 “No route to host” 说明有应答；长时间等待说明没有。',
  },
}
