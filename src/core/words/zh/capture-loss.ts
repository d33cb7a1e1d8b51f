/** Chinese words of `capture-loss`. */
import type { CaptureLossTerms } from '../../diagnosis/rules/capture-loss.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const captureLoss: RuleWords<CaptureLossTerms> = {
  summary: (v) =>
    `抓包系统记录了 ${formatCount(v.packets)} 个报文，丢弃了 ${formatCount(v.dropped)} 个：这里没有的报文可能其实存在，所以依据“没有应答”得出的结论要打折扣。`,
  refutedBy: () => '用更大的缓冲区、没有丢弃的抓包显示同样的沉默。',
  evidence: { counter: (v) => `抓包文件自带的丢弃计数：${formatCount(v.dropped)}。` },
  alternatives: { 'capture-incomplete': () => '哪些连接缺少报文会在各连接中说明；其余连接可能一个也没丢。' },
  next: { 'larger-buffer': () => '用更大的缓冲区、只抓首部重新抓包；结束时的丢弃计数应为零。' },
}
