/** syn-no-answer, in Chinese. */
import type { SynNoAnswerTerms } from '../../diagnosis/rules/syn-no-answer.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-no-answer, in Chinese. */
export const synNoAnswer: RuleWords<SynNoAnswerTerms> = {
  summary: (v) => {
    const asked = `${v.client} 的连接请求${Number.isNaN(v.spanNs) ? '' : `在 ${formatDuration(v.spanNs, 'zh')}内`}发了 ${v.syns} 次`
    return v.useless > 0
      ? `${v.server} 没有给出有效应答：${asked}，以服务器名义回来的 ${v.useless} 个报文并未确认该请求，客户端会忽略它们。`
      : `${v.server} 没有应答：${asked}，什么都没有回来。仅凭这里的抓包，无法判断是请求被丢弃，还是应答被丢弃。`
  },
  refutedBy: () => '在此抓包点不加过滤地抓包时，服务器或路由器对其中任一 SYN 有应答。',
  evidence: {
    repeated: (v) =>
      v.pace === 'steady'
        ? `${v.syns} 个序号相同的 SYN，开始时约每秒一个：这是 Linux 6.5 及以后版本的重传节奏。`
        : v.pace === 'doubling'
          ? `${v.syns} 个序号相同的 SYN，间隔逐次约加倍。`
          : `${v.syns} 个序号相同的 SYN：是同一次连接尝试，由内核重传。`,
    silence: (v) =>
      v.useless > 0
        ? '抓包中没有 SYN-ACK，没有确认该请求的 RST，也没有相关的 ICMP 差错。'
        : v.silenceAfterNs > 0
          ? `最后这个 SYN 之后，直到 ${formatDuration(v.silenceAfterNs, 'zh')}后抓包结束，没有 SYN-ACK、RST，也没有相关的 ICMP 差错。`
          : '抓包中没有 SYN-ACK、RST，也没有相关的 ICMP 差错。',
  },
  alternatives: {
    'lone-syn': () => 'SYN 只有这么几个，也可能是应答没被抓到（ICMP 被过滤掉），或程序提前放弃。',
    'syn-arrived-unanswered': () => '如果抓包就在服务器本机，那么请求其实已经到达，是服务器主机没有理会。',
    'synack-unanswered': () => '服务器可能已回应，只是 SYN-ACK 在回程中丢失：只有在服务器上抓包才能确认。',
    'host-unreach-router': () => '主机可能已宕机，而末跳路由器没有通知，或它的 ICMP 消息被过滤。',
  },
  next: {
    'both-ends': (v) =>
      `连接时在 ${v.serverAddress} 上抓包：看不到 SYN，说明途中丢失或被拦截；有 SYN 无应答，说明主机不理会；有 SYN-ACK，说明回程不通。`,
    path: () => '查看发往该端口的 SYN 能走到哪一跳：最后有响应的那一跳之后就是问题所在。',
    again: () => '再试一次，然后换该主机的另一个端口：若另一个端口立即应答或拒绝，说明防火墙只过滤这个端口。',
  },
}
