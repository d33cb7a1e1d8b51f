/** Chinese words of `half-open-new-syn`. */
import type { HalfOpenNewSynTerms } from '../../diagnosis/rules/half-open-new-syn.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const halfOpenNewSyn: RuleWords<HalfOpenNewSynTerms> = {
  summary: (v) =>
    v.opened === 'yes'
      ? `客户端用旧端口重新连接，而服务器还保留着该端口的旧连接；旧连接先被清除，新连接在首个 SYN 之后 ${formatDuration(v.delayNs, 'zh')}才建立。`
      : '客户端用旧端口重新连接，而服务器还保留着该端口的旧连接；在这次抓包中新连接没有建立。',
  refutedBy: () => '服务器的 ACK 与新 SYN 的序号相符，或服务器上没有这对端口的旧连接。',
  evidence: {
    syn: () => '新连接的 SYN。',
    challenge: () => '服务器回的 ACK 属于旧连接：它认为旧连接还开着。',
    clearing: () => '客户端不认识旧连接，用 RST 将其清除。',
    opened: () => '重发的 SYN 得到了 SYN-ACK。',
  },
  alternatives: {
    'timewait-syn-challenged': () => '处于 TIME-WAIT 的连接也会这样回应；要看旧连接当时是怎样结束的。',
    'challenge-ack-syn': () => '如果 SYN 是伪造的，同一客户端不会接着发 RST 并重发 SYN。',
  },
  next: { 'client-restart': () => '在客户端上执行：重启（或程序与网络一起被终止）会留下这样的连接；服务器开启 keepalive 可以更早发现。' },
}
