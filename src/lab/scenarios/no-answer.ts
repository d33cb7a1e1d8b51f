/** Scenarios in which a connection attempt stays without an answer. */
import { ALWAYS } from '../path-rule.ts'
import type { Scenario } from '../scenario.ts'
import { connect, listen, sleep } from '../steps.ts'
import { firewall } from './parts.ts'

const DROP_ALL = firewall('input', 'tcp dport 8080 drop')
/** Some SYNs, then the end: as the usual schedule, only shorter. */
const FEW_SYNS = { 'net.ipv4.tcp_syn_retries': 2, 'net.ipv4.tcp_syn_linear_timeouts': 1 }
const GIVES_UP = [connect({ fails: 'ETIMEDOUT' })]

/** Silence, and where it comes from. */
export const NO_ANSWER: readonly Scenario[] = [
  {
    id: 'syn-dropped-by-server',
    family: 'no-answer',
    shows: {
      en: 'a firewall on the server drops the SYNs: no answer for the client, silence at the server',
      zh: '服务器上的防火墙丢弃 SYN：客户端得不到应答，服务器保持沉默',
    },
    kernel: { client: FEW_SYNS },
    firewall: { server: DROP_ALL },
    programs: { client: GIVES_UP },
    captures: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'syn-arrived-unanswered' } },
    seconds: 7,
  },
  {
    id: 'syn-dropped-by-iptables',
    family: 'no-answer',
    shows: { en: 'the same with iptables and over IPv6', zh: '同上，使用 iptables 和 IPv6' },
    version: 6,
    kernel: { client: FEW_SYNS },
    iptables: { server: ['-A INPUT -p tcp --dport 8080 -j DROP'] },
    programs: { client: GIVES_UP },
    captures: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'syn-arrived-unanswered' } },
    seconds: 7,
  },
  {
    id: 'syn-retry-schedule',
    family: 'no-answer',
    shows: {
      en: 'dropped SYNs with the full schedule of retries, until connect() gives up after more than two minutes',
      zh: 'SYN 被丢弃，走完全部重试时间表，两分多钟后 connect（） 才放弃',
    },
    firewall: { server: DROP_ALL },
    programs: { client: GIVES_UP },
    captures: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'syn-arrived-unanswered' } },
    seconds: 135,
  },
  {
    id: 'syn-lost-on-the-way',
    family: 'no-answer',
    shows: { en: 'the SYNs are lost on the way: the capture at the server stays empty', zh: 'SYN 在途中丢失：服务器端抓包为空' },
    path: { rules: [{ from: 'a', count: ALWAYS, drop: true }] },
    kernel: { client: FEW_SYNS },
    programs: { client: GIVES_UP },
    captures: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'nothing-captured' } },
    seconds: 7,
  },
  {
    id: 'synack-lost',
    family: 'no-answer',
    shows: { en: 'the server answers, its SYN-ACKs are lost on the way', zh: '服务器有应答，但 SYN-ACK 在途中丢失' },
    path: { rules: [{ from: 'b', count: ALWAYS, drop: true }] },
    kernel: { client: FEW_SYNS },
    programs: { server: [listen()], client: GIVES_UP },
    captures: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'synack-unanswered' } },
    seconds: 7,
  },
  {
    id: 'synack-ignored',
    family: 'no-answer',
    shows: { en: "the client's own firewall drops the SYN-ACKs", zh: '客户端自己的防火墙丢弃 SYN-ACK' },
    kernel: { client: FEW_SYNS },
    firewall: { client: firewall('input', 'tcp flags & (syn | ack) == (syn | ack) drop') },
    programs: { server: [listen()], client: GIVES_UP },
    captures: { client: { verdict: 'synack-ignored' }, server: { verdict: 'synack-unanswered' } },
    seconds: 7,
  },
  {
    id: 'syn-dropped-by-route-check',
    family: 'no-answer',
    shows: {
      en: "the server's way back to the client is another interface, and its strict reverse path filter drops the SYNs",
      zh: '服务器回到客户端的路由在另一接口上，严格的反向路径过滤丢弃 SYN',
    },
    links: [
      { a: 'client', b: 'server' },
      { a: 'server', b: 'other' },
    ],
    kernel: { client: FEW_SYNS, server: { 'net.ipv4.conf.all.rp_filter': 1 } },
    routes: { server: ['route replace =client via @other'] },
    programs: { server: [listen()], client: GIVES_UP },
    captures: { client: { verdict: 'syn-no-answer' }, server: { verdict: 'syn-arrived-unanswered' } },
    seconds: 7,
  },
  {
    id: 'accept-queue-full-syn-dropped',
    family: 'no-answer',
    shows: {
      en: 'the accept queue has been full for a while: the kernel drops the SYN itself, as a firewall would',
      zh: '接受队列早已满：内核自己丢弃 SYN，看起来像防火墙',
    },
    kernel: { client: FEW_SYNS },
    programs: {
      server: [listen({ backlog: 1 })],
      client: [connect({ on: 'w1' }), sleep(50), connect({ on: 'w2' }), sleep(50), connect({ localPort: 40_005, fails: 'ETIMEDOUT' })],
    },
    captures: {
      client: { filter: 'tcp port 40005', verdict: 'syn-no-answer' },
      server: { filter: 'tcp port 40005', verdict: 'syn-arrived-unanswered' },
    },
    seconds: 8,
  },
]
