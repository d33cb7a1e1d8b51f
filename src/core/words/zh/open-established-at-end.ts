/** Chinese words of `open-established-at-end`. */
import type { OpenEstablishedAtEndTerms } from '../../diagnosis/rules/open-established-at-end.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const openEstablishedAtEnd: RuleWords<OpenEstablishedAtEndTerms> = {
  summary: (v) =>
    v.handshake === 'seen' ? '连接正常建立，抓包结束时仍未关闭。' : '连接已建立（握手只抓到一部分），直到抓包结束都没有关闭。',
  refutedBy: () => '在本抓包结束之后出现的 FIN 或 RST，或在没有漏包的抓包中更早就已出现。',
  evidence: {
    handshake: () => 'SYN、SYN-ACK、ACK 齐全，握手完成。',
    opening: () => '握手只抓到一部分；从双方后来的报文可知连接已经建立。',
    last: () => '这是该连接的最后一个报文；到此为止没有 FIN，也没有生效的 RST。',
  },
  alternatives: { 'half-closed-unfinished': () => '到目前为止双方都没有发出 FIN。' },
  next: {},
}
