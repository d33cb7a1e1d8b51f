/** Chinese words of `capture-mid-stream`. */
import type { CaptureMidStreamTerms } from '../../diagnosis/rules/capture-mid-stream.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const captureMidStream: RuleWords<CaptureMidStreamTerms> = {
  summary: (v) =>
    v.packets === 1 ? '只抓到该连接的一个报文，没有抓到它的建立过程。' : '抓包开始前连接就已存在：没有抓到握手，窗口缩放系数和 MSS 未知。',
  refutedBy: () => '在更早的抓包或其他文件中找到该连接的 SYN。',
  evidence: {
    first: (v) => (v.roles === 'guessed' ? '抓到的第一个报文不是 SYN；哪一端是客户端是根据端口推测的。' : '抓到的第一个报文不是 SYN。'),
    last: () => '这是抓到的该连接的最后一个报文。',
  },
  alternatives: { 'open-established-at-end': () => '如果连接是在抓包期间建立的，就会看到握手；而这里的第一个报文已处于连接中途。' },
  next: { 'from-start': () => '先开始抓包，再让程序重新连接：从握手可以知道双方角色、选项和往返时间。' },
}
