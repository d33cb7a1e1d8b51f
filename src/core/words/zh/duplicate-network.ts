/** Chinese words of `duplicate-network`. */
import type { DuplicateNetworkTerms } from '../../diagnosis/rules/duplicate-network.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const duplicateNetwork: RuleWords<DuplicateNetworkTerms> = {
  summary: (v) =>
    `网络把${sideName(v.sender, 'zh')}的报文送达了两次（${v.copies} 个副本），而${sideName(v.sender, 'zh')}只发过一次。无害，但说明途中有环路或设备异常。`,
  refutedBy: () => '在发送方的抓包中该报文出现两次：那是发送了两次，而不是途中被复制。',
  evidence: {
    copies: () => '同一个报文再次出现，发送方的编号和时钟（IPv4 的 IP ID、时间戳）都与原来相同。',
    reported: (v) =>
      `${sideName(v.receiver, 'zh')}报告收到了重复数据（DSACK）${v.seen === 'reports' ? '，而这里没有任何数据发过两次' : ''}。`,
  },
  alternatives: {
    'duplicate-capture': () => '如果是抓包重复，几乎每个包都会立刻出现两次，接收方也不会报告。',
    'retransmit-spurious': () => '重传的段在发送方的编号和时钟里有自己的位置。',
  },
  next: {
    'where-doubled': () => '在途中各设备上抓包：复制设备之后能看到副本，之前看不到。',
  },
}
