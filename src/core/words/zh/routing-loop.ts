/** routing-loop, in Chinese. */
import type { RoutingLoopTerms } from '../../diagnosis/rules/routing-loop.ts'
import type { RuleWords } from '../rule-words.ts'

/** routing-loop, in Chinese. */
export const routingLoop: RuleWords<RoutingLoopTerms> = {
  summary: (v) =>
    `${v.client} 发往 ${v.server} 的连接请求在转圈：同一个报文经过这里 ${v.passes} 次，TTL 逐次减小。两台路由器把它互相转给对方。`,
  refutedBy: () => '各副本 IP ID 不同或 TTL 上升：那是不同的报文，而不是一个报文在转圈。',
  evidence: {
    first: (v) => `这个 SYN，TTL 为 ${v.firstTtl}。`,
    again: (v) => `同一个 SYN 反复出现，TTL 一直降到 ${v.lastTtl}：每次都回到这里。`,
  },
  alternatives: {
    'duplicate-capture': () => '在一台路由器两侧同时抓包，只会看到两份、TTL 相差 1；而这里每经过一次都在减小。',
    'syn-no-answer': () => '这不是客户端的重传：重传的 SYN 每次都以完整的 TTL 出发。',
  },
  next: {
    route: (v) => `在两台路由器上查看：到 ${v.serverAddress} 的路由互相指向对方，其中一条错误或缺失。`,
    path: () => '交替出现的两个地址就是环路中的路由器。',
  },
}
