/** Scenarios in which packets are lost, late, twice, damaged or out of order. */
import { ALWAYS } from '../path-rule.ts'
import type { Scenario } from '../scenario.ts'
import {
  ANSWER,
  ASK,
  RESPONSE,
  accept,
  awaitSignal,
  close,
  connect,
  listen,
  receive,
  repeat,
  send,
  shutdown,
  signal,
  sleep,
} from '../steps.ts'
import { deadAfter, download, firewall } from './parts.ts'

const FAST = { verdict: 'loss-fast-retransmit', alsoOk: ['loss-upstream'] } as const
const SPURIOUS = { verdict: 'retransmit-spurious' } as const
/** Two questions, the second of which meets the trouble. */
const ASKS_AGAIN = [...ASK, sleep(100), signal('again'), send(), receive(), sleep(50), close(), sleep(100)]
const ANSWERS_AGAIN = [...ANSWER, receive(), send({ text: RESPONSE }), receive({ toEnd: true }), close()]

/** Trouble on the way. */
export const LOSS: readonly Scenario[] = [
  {
    id: 'loss-fast-retransmit',
    family: 'loss',
    shows: {
      en: 'one segment of a download is lost: duplicate ACKs with SACK, repeated a round trip later',
      zh: '下载中丢一个报文段：带 SACK 的重复 ACK，一个往返后重发',
    },
    path: { delayMs: 20, rules: [{ from: 'b', data: true, skip: 6, drop: true }] },
    programs: download(40_000),
    captures: { client: FAST, server: { verdict: 'loss-fast-retransmit' } },
  },
  {
    id: 'loss-fast-retransmit-twice-6',
    family: 'loss',
    shows: { en: 'two segments are lost, IPv6', zh: '丢两个报文段，IPv6' },
    version: 6,
    path: { delayMs: 30, rules: [{ from: 'b', data: true, skip: 5, every: 3, count: 2, drop: true }] },
    programs: download(40_000),
    captures: { client: FAST, server: { verdict: 'loss-fast-retransmit' } },
  },
  {
    id: 'loss-fast-retransmit-no-sack',
    family: 'loss',
    shows: { en: 'one segment is lost, and selective acknowledgments were not agreed on', zh: '丢一个报文段，且未协商 SACK' },
    path: { delayMs: 25, rules: [{ from: 'b', data: true, skip: 7, drop: true }] },
    kernel: { client: { 'net.ipv4.tcp_sack': 0 } },
    programs: download(40_000),
    captures: { client: FAST, server: { verdict: 'loss-fast-retransmit' } },
  },
  {
    id: 'loss-tail-probe',
    family: 'loss',
    shows: {
      en: 'the last segment of an answer is lost: repeated as a tail loss probe after two round trips (RFC 8985 §7.2)',
      zh: '应答的最后一段丢失：约两个往返后作为尾部丢失探测重发（RFC 8985 §7.2）',
    },
    path: { delayMs: 25, rules: [{ from: 'b', data: true, skip: 11, drop: true }] },
    programs: {
      server: [listen(), accept(), receive(), send({ bytes: 16_128 }), receive({ toEnd: true }), close()],
      client: [connect(), send(), receive({ bytes: 16_128 }), close(), sleep(100)],
    },
    captures: {
      client: { verdict: 'loss-tail-probe', alsoOk: ['loss-upstream', 'open-normal', 'slow-server'] },
      server: { verdict: 'loss-tail-probe' },
    },
  },
  {
    id: 'loss-timeout',
    family: 'loss',
    shows: {
      en: 'a request is lost three times: probe, then timeouts that double, then success',
      zh: '一个请求丢三次：探测，随后超时倍增，最后成功',
    },
    path: { delayMs: 25, rules: [{ from: 'a', after: 'again', data: true, count: 3, drop: true }] },
    programs: { server: ANSWERS_AGAIN, client: ASKS_AGAIN },
    captures: { client: { verdict: 'loss-rto' }, server: { verdict: 'open-normal', alsoOk: ['loss-upstream', 'slow-client'] } },
    seconds: 3,
  },
  {
    id: 'path-dies',
    family: 'loss',
    shows: {
      en: 'the path dies in mid-connection: the client repeats itself until it gives up with ETIMEDOUT',
      zh: '连接中途路径中断：客户端不断重发，最终以 ETIMEDOUT 放弃',
    },
    path: { rules: deadAfter('dead') },
    kernel: { client: { 'net.ipv4.tcp_retries2': 4 } },
    programs: {
      server: ANSWER,
      client: [...ASK, sleep(60), signal('dead'), sleep(30), send(), receive({ fails: 'ETIMEDOUT' })],
    },
    captures: {
      client: { verdict: 'blackhole-timeout' },
      server: { verdict: 'peer-unreachable-at-close', alsoOk: ['blackhole-timeout', 'open-established-at-end'] },
    },
    seconds: 10,
  },
  {
    id: 'path-rejects-later',
    family: 'loss',
    shows: {
      en: 'a firewall begins to reject in mid-connection: retransmissions go on, the ICMP error is told only when they are exhausted',
      zh: '连接中途防火墙开始拒绝：重传继续，用尽后才报告 ICMP 错误',
    },
    kernel: { client: { 'net.ipv4.tcp_retries2': 4 } },
    programs: {
      server: ANSWER,
      client: [...ASK, sleep(60), signal('strict'), sleep(300), send(), receive({ fails: 'EHOSTUNREACH' })],
    },
    incidents: [
      { on: 'strict', firewall: { host: 'server', rules: firewall('input', 'tcp dport 8080 reject with icmp type admin-prohibited') } },
    ],
    captures: {
      client: { verdict: 'icmp-while-established' },
      server: { verdict: 'icmp-while-established', alsoOk: ['peer-unreachable-at-close', 'blackhole-timeout'] },
    },
    seconds: 10,
  },
  {
    id: 'delay-spike',
    family: 'loss',
    shows: {
      en: 'a pause of the path and nothing lost: the client repeats itself, DSACK proves that it need not have',
      zh: '路径停顿但没有丢包：客户端重发，DSACK 证明并无必要',
    },
    path: { delayMs: 20, rules: [{ from: 'a', after: 'again', data: true, count: ALWAYS, holdUntil: 'over' }] },
    programs: { server: ANSWERS_AGAIN, client: ASKS_AGAIN, 'client/clock': [awaitSignal('again'), sleep(700), signal('over')] },
    captures: { client: SPURIOUS, server: SPURIOUS },
  },
  {
    id: 'stalled-download',
    family: 'loss',
    shows: {
      en: 'a download stalls for 0.9 s with nothing lost: the timeout was spurious, and the sender finds out (RFC 5682)',
      zh: '下载停顿 0.9 秒但没有丢包：超时是虚假的，发送方随后发现（RFC 5682）',
    },
    path: { delayMs: 20, rules: [{ from: 'b', data: true, skip: 14, count: ALWAYS, holdUntil: 'over' }] },
    programs: {
      server: [listen(), accept(), receive(), send({ bytes: 60_000 }), shutdown(), receive({ toEnd: true }), close()],
      client: [connect(), send(), receive({ bytes: 14_480 }), signal('stalled'), receive({ toEnd: true }), close(), sleep(100)],
      'client/clock': [awaitSignal('stalled'), sleep(900), signal('over')],
    },
    captures: { client: SPURIOUS, server: SPURIOUS },
  },
  {
    id: 'reordering',
    family: 'loss',
    shows: { en: 'some segments are overtaken by two of their successors; nothing is repeated', zh: '一些报文段被后面两个超过；没有重发' },
    path: { delayMs: 20, rules: [{ from: 'b', data: true, skip: 4, every: 8, count: 3, overtakenBy: 2 }] },
    programs: download(40_000),
    captures: { client: { verdict: 'reordering' }, server: { verdict: 'reordering', alsoOk: ['open-normal', 'close-3seg'] } },
    mustNot: ['loss-fast-retransmit', 'loss-rto'],
  },
  {
    id: 'reordering-spurious',
    family: 'loss',
    shows: {
      en: 'one segment is late by more than a round trip: taken for lost and repeated; DSACK reports both copies',
      zh: '一个报文段晚了一个多往返：被当作丢失而重发；DSACK 报告两份',
    },
    path: { rules: [{ from: 'b', data: true, skip: 5, delayMs: 60 }] },
    programs: download(40_000),
    captures: { client: { verdict: 'retransmit-spurious', alsoOk: ['reordering'] }, server: SPURIOUS },
  },
  {
    id: 'duplicated-by-network',
    family: 'loss',
    shows: {
      en: 'the network delivers three packets twice: seen twice only where they arrive',
      zh: '网络把三个包送达两次：只有接收端看到两份',
    },
    path: { delayMs: 20, rules: [{ from: 'b', data: true, skip: 3, every: 5, count: 3, copyAfterMs: 4 }] },
    programs: download(40_000),
    captures: { client: { verdict: 'duplicate-network' }, server: { verdict: 'duplicate-network', alsoOk: ['open-normal', 'close-3seg'] } },
  },
  {
    id: 'ack-loss',
    family: 'loss',
    shows: { en: "every second of the client's pure ACKs is lost: harmless", zh: '客户端的纯 ACK 每两个丢一个：无害' },
    path: { delayMs: 20, rules: [{ from: 'a', notFlags: 'SFP', data: false, skip: 3, every: 2, count: ALWAYS, drop: true }] },
    programs: {
      server: [listen(), accept(), receive(), send({ bytes: 30_000 }), receive({ toEnd: true }), close()],
      client: [connect(), send(), receive({ bytes: 30_000 }), sleep(50), close(), sleep(100)],
    },
    captures: {
      client: { verdict: 'open-normal', alsoOk: ['close-3seg', 'close-4way'] },
      server: { verdict: 'open-normal', alsoOk: ['close-3seg', 'close-4way', 'loss-tail-probe'] },
    },
  },
  {
    id: 'congestion',
    family: 'loss',
    shows: {
      en: 'a bottleneck with a short queue: the round trip grows, then several segments are dropped',
      zh: '瓶颈前的队列很短：往返时间增长，随后丢几个报文段',
    },
    path: { delayMs: 15, bottleneck: { from: 'b', bytesPerSecond: 250_000, queueBytes: 12_000 } },
    programs: download(120_000),
    captures: {
      client: { verdict: 'loss-congestion', alsoOk: ['loss-fast-retransmit', 'loss-upstream'] },
      server: { verdict: 'loss-congestion', alsoOk: ['loss-fast-retransmit'] },
    },
  },
  {
    id: 'loss-random',
    family: 'loss',
    shows: { en: 'a router drops every twelfth packet (nftables numgen)', zh: '路由器每十二个包丢一个（nftables numgen）' },
    links: [
      { a: 'client', b: 'router', delayMs: 5, hops: 0 },
      { a: 'router', b: 'server', delayMs: 15 },
    ],
    firewall: { router: firewall('forward', 'tcp sport 8080 numgen inc mod 12 == 10 drop') },
    programs: download(60_000),
    captures: {
      client: { verdict: 'loss-fast-retransmit', alsoOk: ['loss-upstream', 'loss-congestion', 'loss-tail-probe'] },
      server: { verdict: 'loss-fast-retransmit', alsoOk: ['loss-congestion', 'loss-tail-probe', 'loss-rto'] },
    },
  },
  {
    id: 'damaged-on-the-way',
    family: 'loss',
    shows: {
      en: 'two copies of a segment arrive with a wrong checksum: the server drops them in silence',
      zh: '一个报文段的两份副本校验和错误：服务器悄悄丢弃',
    },
    path: { rules: [{ from: 'a', after: 'again', data: true, count: 2, corrupt: true }] },
    programs: { server: ANSWERS_AGAIN, client: ASKS_AGAIN },
    captures: { client: { verdict: 'loss-rto', alsoOk: ['loss-tail-probe'] }, server: { verdict: 'bad-checksum' } },
  },
  {
    id: 'stamps-from-the-past',
    family: 'loss',
    shows: {
      en: 'three segments arrive with timestamps older than the last: the server drops them (RFC 7323 §5) and says so',
      zh: '三个报文段的时间戳比上一个旧：服务器丢弃（RFC 7323 §5）并应答',
    },
    path: { rules: [{ from: 'a', after: 'again', data: true, count: 3, shift: { stamp: -200_000 } }] },
    programs: { server: ANSWERS_AGAIN, client: ASKS_AGAIN },
    captures: { client: { verdict: 'loss-rto', alsoOk: ['paws-drop'] }, server: { verdict: 'paws-drop' } },
  },
  {
    id: 'loss-in-a-long-answer',
    family: 'loss',
    shows: {
      en: 'an answer in ten pieces, one of them lost: the rest waits behind the gap',
      zh: '应答分十段，其中一段丢失：其余在缺口后等待',
    },
    path: { rules: [{ from: 'b', data: true, skip: 4, drop: true }] },
    programs: {
      server: [listen(), accept(), receive(), repeat(10, [send({ bytes: 1200 }), sleep(3)]), receive({ toEnd: true }), close()],
      client: [connect(), send(), receive({ bytes: 12_000 }), close(), sleep(80)],
    },
    captures: { client: { verdict: 'loss-fast-retransmit', alsoOk: ['loss-upstream'] }, server: { verdict: 'loss-fast-retransmit' } },
  },
]
