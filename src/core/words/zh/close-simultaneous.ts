/** Chinese words of `close-simultaneous`. */
import type { CloseSimultaneousTerms } from '../../diagnosis/rules/close-simultaneous.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const closeSimultaneous: RuleWords<CloseSimultaneousTerms> = {
  summary: () => '双方同时关闭：两个 FIN 在途中交错，属于正常关闭。',
  refutedBy: () => '其中一个 FIN 已确认了对方的 FIN：那么有一方是后关闭的。',
  evidence: {
    'fins-cross': (v) => `两个 FIN 在抓包点相隔 ${formatDuration(v.apartNs, 'zh')}，互相都没有确认对方。`,
    acknowledged: () => '随后两个 FIN 都得到确认，双方都进入 TIME-WAIT。',
  },
  alternatives: { 'close-4way': () => '如果有先后，第二个 FIN 会确认第一个；这里两个都没有。' },
  next: {},
}
