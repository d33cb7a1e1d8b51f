/** Scenarios in which the connection is healthy and the capture is not. */
import type { Scenario } from '../scenario.ts'
import { ASK, RESPONSE, accept, close, listen, receive, repeat, send, signal, sleep } from '../steps.ts'
import { ROUTED, download } from './parts.ts'

/** Captures that begin late, miss packets or show them twice. */
export const CAPTURE: readonly Scenario[] = [
  {
    id: 'capture-mid-stream',
    family: 'capture',
    shows: { en: 'the capture begins when the connection is already open', zh: '抓包开始时连接已经打开' },
    programs: {
      server: [listen(), accept(), repeat(3, [receive(), send({ text: RESPONSE })])],
      client: [...ASK, sleep(100), signal('open'), repeat(2, [send(), receive(), sleep(100)])],
    },
    captures: { client: { after: 'open', verdict: 'capture-mid-stream' }, server: { after: 'open', verdict: 'capture-mid-stream' } },
    mustNot: ['rst-unknown-connection'],
  },
  {
    id: 'capture-misses-packets',
    family: 'capture',
    shows: {
      en: 'the capture leaves out some packets that did arrive (a filter stands for an overloaded host)',
      zh: '抓包漏掉了一些确实到达的包（用过滤器代替过载的主机）',
    },
    programs: download(30_000),
    captures: {
      client: { filter: 'tcp and (ip[4:2] & 7 != 3)', verdict: 'capture-incomplete' },
      server: { filter: 'tcp and (ip[4:2] & 7 != 3)', verdict: 'capture-incomplete' },
    },
    mustNot: ['loss-fast-retransmit', 'loss-rto', 'loss-upstream'],
  },
  {
    id: 'capture-one-way',
    family: 'capture',
    shows: {
      en: 'only one direction is captured, as with asymmetric routes or half of a mirror port',
      zh: '只抓到一个方向，如非对称路由或单向镜像端口',
    },
    programs: {
      server: [listen(), accept(), repeat(4, [receive(), send({ text: RESPONSE })]), receive({ toEnd: true }), close()],
      client: [...ASK, repeat(3, [sleep(20), send(), receive()]), close(), sleep(50)],
    },
    captures: { client: { filter: 'tcp and src host =client', verdict: 'capture-one-way' } },
    mustNot: ['syn-no-answer', 'blackhole-timeout'],
  },
  {
    id: 'capture-on-router',
    family: 'capture',
    shows: {
      en: 'a capture of all interfaces of a router: every packet twice, with one hop less',
      zh: '在路由器所有接口上抓包：每个包两次，TTL 少一跳',
    },
    links: ROUTED,
    programs: download(10_000),
    captures: { router: { device: 'any', verdict: 'duplicate-capture' } },
    mustNot: ['duplicate-network', 'loss-fast-retransmit', 'retransmit-spurious'],
  },
]
