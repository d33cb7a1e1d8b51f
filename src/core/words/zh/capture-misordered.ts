/** Chinese words of `capture-misordered`. */
import type { CaptureMisorderedTerms } from '../../diagnosis/rules/capture-misordered.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const captureMisordered: RuleWords<CaptureMisorderedTerms> = {
  summary: (v) =>
    `抓包中两个方向的先后次序有误：${sideName(v.sender, 'zh')}的报文排在了对它们的确认之后。因此这里两个方向之间的次序和时间差都不可靠。`,
  refutedBy: () => '在本抓包或同一位置的另一抓包中，这些报文的第一份排在其确认之前。',
  evidence: {
    answered: (v) => `${sideName(v.receiver, 'zh')}确认了抓包中还没有出现的内容。`,
    later: (v) => `之后才第一次出现${sideName(v.sender, 'zh')}被确认的这些内容。`,
  },
  alternatives: {
    reordering: () => '网络乱序只发生在同一方向之内，不可能让应答先于提问到达。',
  },
  next: {
    'one-point': () => '请在同一位置、用同一时钟抓取两个方向；若来自两块网卡或两个文件合并，需先校准时间。',
  },
}
