/** Chinese words of `urgent-data`. */
import type { UrgentDataTerms } from '../../diagnosis/rules/urgent-data.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const urgentData: RuleWords<UrgentDataTerms> = {
  summary: (v) => `${sideName(v.sender, 'zh')}发送了紧急（带外）数据；普通读取得到的数据里不含这个紧急字节。`,
  refutedBy: () => '紧急指针所在的段没有置 URG 标志：那它没有意义。',
  evidence: {
    urgent: (v) => `带 URG 标志的段；紧急指针为 ${v.pointer}，从该段第一个字节算起。`,
  },
  alternatives: { 'scan-xmas': () => 'Xmas 探测是向没有连接的端口发送带 URG、FIN、PSH 的报文；这里是连接中的数据。' },
  next: {
    inline: () => '查看由哪个程序读取，以及它期望紧急字节在数据流内（SO_OOBINLINE）还是单独读取。',
  },
}
