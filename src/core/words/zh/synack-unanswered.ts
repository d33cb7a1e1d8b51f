/** synack-unanswered, in Chinese. */
import type { SynackUnansweredTerms } from '../../diagnosis/rules/synack-unanswered.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-unanswered, in Chinese. */
export const synackUnanswered: RuleWords<SynackUnansweredTerms> = {
  summary: (v) =>
    v.unfinished === 1
      ? `${v.server} 已用 SYN-ACK 回应 ${v.client} 的请求；之后没有抓到这个连接的报文，时间也不够长：连接是否建立，从中看不出来。`
      : `${v.server} 已回应 ${v.client} 的请求，但 SYN-ACK 始终没有得到确认（共发 ${v.synAcks} 次）：回程不通、被客户端丢弃，或请求的源地址是伪造的。`,
  refutedBy: () => '在此处没有漏包的抓包中，经本接口或其他接口看到客户端对 SYN-ACK 的 ACK 或 RST。',
  evidence: {
    asked: (v) => `${v.client} 请求连接。`,
    answered: (v) =>
      v.synAcks > 1 && !Number.isNaN(v.spanNs)
        ? `SYN-ACK 在 ${formatDuration(v.spanNs, 'zh')}内发出 ${v.synAcks} 次，没有 ACK，也没有 RST 回来。`
        : v.unfinished === 1
          ? 'SYN-ACK 已发出，之后再没有这个连接的报文。'
          : 'SYN-ACK 已发出，没有 ACK，也没有 RST 回来。',
    'asked-again': (v) =>
      v.atServer === 1 ? '客户端又问了一次：它是真实的，只是收不到应答，或没有接受。' : '客户端又问了一次：它没有接受应答。',
  },
  alternatives: {
    'synack-ignored': () => 'SYN-ACK 也可能到了客户端主机，被其自身的防火墙丢弃：只有在客户端抓包才能确认。',
    'syn-flood': () => '伪造源地址的单个 SYN 看起来也一样：若有大量来自不同地址的这种连接，就是 SYN 洪泛。',
    'capture-one-way': () => '抓包中没有客户端的任何报文：可能只抓到了一个方向。',
  },
  next: {
    'at-client': () => '那里能看到 SYN-ACK，说明是客户端主机丢弃的；看不到，说明在回程中丢失。',
    'route-back': () => '若应答走的路与请求来的路不同，那条路上的有状态防火墙没见过 SYN，就会把它丢弃。',
    'half-open': () => '若有大量来自不同地址的半开连接，就是 SYN 洪泛。',
  },
}
