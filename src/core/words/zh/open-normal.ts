/** Chinese words of `open-normal`. */
import type { OpenNormalTerms } from '../../diagnosis/rules/open-normal.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const openNormal: RuleWords<OpenNormalTerms> = {
  summary: (v) => `连接正常建立，服务器作出应答（${formatBytes(v.serverBytes, 'zh')}），随后双方正常关闭。`,
  refutedBy: () => '尽管报文没有异常，程序当时却报告该连接出错。',
  evidence: {
    handshake: (v) => `SYN、SYN-ACK、ACK 三次握手完整，用时 ${formatDuration(v.openingNs, 'zh')}。`,
    request: (v) => `客户端最先发送数据，共发送 ${formatBytes(v.clientBytes, 'zh')}。`,
    answer: (v) => `最后发送数据的是服务器，共发送 ${formatBytes(v.serverBytes, 'zh')}。`,
    close: () => '双方都发送了 FIN，并且都得到了确认。',
  },
  alternatives: { 'half-closed-unfinished': () => '双方都发出了 FIN。' },
  next: {},
}
