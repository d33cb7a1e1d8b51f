/** Chinese words of `challenge-ack-syn`. */
import type { ChallengeAckSynTerms } from '../../diagnosis/rules/challenge-ack-syn.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const challengeAckSyn: RuleWords<ChallengeAckSynTerms> = {
  summary: (v) =>
    v.challenged === 'yes'
      ? `已建立的连接上出现了以${sideName(v.sender, 'zh')}名义发出的 SYN，${sideName(v.receiver, 'zh')}用 ACK 质询，连接没有受影响。`
      : `已建立的连接上出现了以${sideName(v.sender, 'zh')}名义发出的 SYN，没有产生影响。`,
  refutedBy: () => '对该 SYN 有 SYN-ACK 并完成了握手：那么它建立的是一个新连接。',
  evidence: {
    syn: (v) =>
      `在已建立连接的四元组上出现了序号全新的 SYN${v.synTtl !== v.usualTtl ? `，TTL 为 ${v.synTtl}，平时是 ${v.usualTtl}` : ''}。`,
    challenge: (v) =>
      `${sideName(v.receiver, 'zh')}回了一个 ACK，说明自己收到哪里（质询 ACK）：如果对端真的丢失了连接，此时会用 RST 重置。`,
    'goes-on': (v) => `${sideName(v.sender, 'zh')}没有重置，连接继续进行，这是最后一个报文。`,
  },
  alternatives: { 'half-open-new-syn': () => '如果是客户端重启，它会用 RST 回应质询，然后重发 SYN。' },
  next: {
    headers: () => '把这个 SYN 的 TTL、IP ID 与其发送方的其他报文对比：如果不同，就是伪造的。',
    counters: (v) => `在${sideName(v.receiver, 'zh')}上执行：TCPChallengeACK 持续增长，说明还有人在尝试。`,
  },
}
