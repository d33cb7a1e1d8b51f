/** Chinese words of `challenge-ack-rst`. */
import type { ChallengeAckRstTerms } from '../../diagnosis/rules/challenge-ack-rst.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const challengeAckRst: RuleWords<ChallengeAckRstTerms> = {
  summary: (v) => `以${sideName(v.sender, 'zh')}名义发出的 RST 序号不精确，${sideName(v.receiver, 'zh')}用 ACK 质询，连接没有受影响。`,
  refutedBy: () => 'RST 之后该连接再无报文，或 RST 的序号恰好等于接收方期待的序号。',
  evidence: {
    reset: (v) =>
      `RST 的序号比${sideName(v.receiver, 'zh')}所期待的${v.off > 0 ? '大' : '小'} ${formatCount(Math.abs(v.off))}${v.resetTtl !== v.usualTtl ? `，TTL 为 ${v.resetTtl}，平时是 ${v.usualTtl}` : ''}。`,
    challenge: (v) => `${sideName(v.receiver, 'zh')}回了一个 ACK，说明自己收到哪里（质询 ACK）：真正的发送方会用精确的序号再发一次 RST。`,
    'goes-on': () => '没有第二个 RST，连接继续进行，这是它的最后一个报文。',
  },
  alternatives: { 'rst-injected-ignored': () => '单凭序号无法判断这个 RST 是伪造还是过期；TTL 不同则偏向伪造。' },
  next: {
    headers: () => '把这个 RST 的 TTL、IP ID 与其发送方的其他报文对比。',
    counters: (v) => `在${sideName(v.receiver, 'zh')}上执行：TCPChallengeACK 持续增长，说明还有人在尝试。`,
  },
}
