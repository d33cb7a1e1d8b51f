/** Scenarios in which a connection closes, and what may come after. */
import { ALWAYS } from '../path-rule.ts'
import type { Scenario } from '../scenario.ts'
import {
  ANSWER,
  ASK,
  REQUEST,
  RESPONSE,
  type Step,
  accept,
  atSecond,
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
import { deadAfter } from './parts.ts'

const HEALTHY = { verdict: 'close-3seg', alsoOk: ['open-normal', 'close-4way'] } as const
/** Two connections one after the other, in which the server closes first. */
const SERVER_CLOSES_TWICE = [listen(), repeat(2, [accept(), receive(), send({ text: RESPONSE }), close()])]
/** From the same port, the second while the server still remembers the first. */
const ASKS_TWICE: readonly Step[] = [
  repeat(2, [connect({ localPort: 41_000 }), send({ text: REQUEST }), receive({ toEnd: true }), close(), sleep(500)]),
]
const SHIFT = 0x2000_0000

/** Closing in all its ways. */
export const CLOSE: readonly Scenario[] = [
  {
    id: 'close-4way',
    family: 'close',
    shows: {
      en: 'the client closes; the server acknowledges at once and closes 100 ms later',
      zh: '客户端先关闭；服务器立即确认，100 毫秒后关闭',
    },
    programs: { server: [...ANSWER, receive({ toEnd: true }), sleep(100), close()], client: [...ASK, sleep(50), close(), sleep(200)] },
    captures: { client: { verdict: 'close-4way' }, server: { verdict: 'close-4way' } },
  },
  {
    id: 'close-4way-by-server',
    family: 'close',
    shows: { en: 'the server closes first; the client follows 300 ms later', zh: '服务器先关闭；客户端 300 毫秒后跟随' },
    programs: { server: [...ANSWER, close()], client: [...ASK, receive({ toEnd: true }), sleep(300), close(), sleep(50)] },
    captures: { client: { verdict: 'close-4way' }, server: { verdict: 'close-4way' } },
  },
  {
    id: 'close-3seg',
    family: 'close',
    shows: { en: 'the client closes; the server acknowledges and closes in one segment', zh: '客户端关闭；服务器在一个报文段里确认并关闭' },
    programs: { server: [...ANSWER, receive({ toEnd: true }), close()], client: [...ASK, sleep(50), close(), sleep(100)] },
    captures: { client: HEALTHY, server: HEALTHY },
  },
  {
    id: 'close-simultaneous',
    family: 'close',
    shows: { en: 'both ends close at the same moment, the FINs cross', zh: '两端同时关闭，FIN 交叉' },
    path: { delayMs: 60 },
    programs: { server: [...ANSWER, atSecond, close()], client: [...ASK, atSecond, close(), sleep(300)] },
    captures: { client: { verdict: 'close-simultaneous' }, server: { verdict: 'close-simultaneous' } },
    mustNot: ['close-fin-retransmitted'],
  },
  {
    id: 'half-close-data',
    family: 'close',
    shows: {
      en: 'the client has finished sending; the server goes on with three more pieces, then closes',
      zh: '客户端不再发送；服务器继续发送三段数据后关闭',
    },
    programs: {
      server: [listen(), accept(), receive({ toEnd: true }), repeat(3, [sleep(80), send({ text: RESPONSE })]), sleep(80), close()],
      client: [connect(), send(), shutdown(), receive({ toEnd: true }), close(), sleep(50)],
    },
    captures: { client: { verdict: 'half-close-data' }, server: { verdict: 'half-close-data' } },
    mustNot: ['half-closed-unfinished'],
  },
  {
    id: 'half-closed-unfinished',
    family: 'close',
    shows: { en: 'the client closes, the server never does: CLOSE-WAIT', zh: '客户端关闭，服务器始终不关闭：CLOSE-WAIT' },
    programs: { server: ANSWER, client: [...ASK, sleep(50), close(), sleep(3000)] },
    captures: { client: { verdict: 'half-closed-unfinished' }, server: { verdict: 'half-closed-unfinished' } },
    seconds: 4,
  },
  {
    id: 'late-fin-reset',
    family: 'close',
    shows: {
      en: 'the server closes so late that the client (waiting 2 s instead of 60 s here) has forgotten the connection: its FIN gets a reset',
      zh: '服务器关闭太晚，客户端（此处只等 2 秒而非 60 秒）已忘记连接：它的 FIN 得到 RST',
    },
    kernel: { client: { 'net.ipv4.tcp_fin_timeout': 2 } },
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), sleep(4000), close()],
      client: [...ASK, sleep(50), close(), sleep(4400)],
    },
    captures: { client: { verdict: 'half-close-orphan-rst' }, server: { verdict: 'half-close-orphan-rst' } },
    mustNot: ['rst-injected', 'rst-abort'],
    seconds: 5,
  },
  {
    id: 'late-fin-reset-in-full',
    family: 'close',
    shows: { en: 'the same with the usual minute of FIN-WAIT-2', zh: '同上，使用通常的一分钟 FIN-WAIT-2' },
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), sleep(66_000), close()],
      client: [...ASK, sleep(50), close(), sleep(66_400)],
    },
    captures: { client: { verdict: 'half-close-orphan-rst' }, server: { verdict: 'half-close-orphan-rst' } },
    mustNot: ['rst-injected', 'rst-abort'],
    seconds: 68,
  },
  {
    id: 'fin-lost',
    family: 'close',
    shows: { en: 'the first FIN is lost and repeated', zh: '第一个 FIN 丢失并重发' },
    path: { rules: [{ from: 'a', flags: 'F', count: 2, drop: true }] },
    programs: { server: [...ANSWER, receive({ toEnd: true }), close()], client: [...ASK, sleep(50), close(), sleep(1200)] },
    captures: {
      client: { verdict: 'close-fin-retransmitted' },
      server: { verdict: 'close-3seg', alsoOk: ['close-4way', 'close-fin-retransmitted'] },
    },
  },
  {
    id: 'last-ack-lost',
    family: 'close',
    shows: {
      en: 'the last ACK is lost: the server repeats its FIN from LAST-ACK, the client answers from TIME-WAIT',
      zh: '最后的 ACK 丢失：服务器从 LAST-ACK 重发 FIN，客户端从 TIME-WAIT 应答',
    },
    path: { rules: [{ from: 'a', flags: 'A', notFlags: 'SFP', after: 'closing', count: 2, drop: true }] },
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), close()],
      client: [...ASK, sleep(100), signal('closing'), sleep(50), close(), sleep(1500)],
    },
    captures: { client: { verdict: 'close-fin-retransmitted' }, server: { verdict: 'close-fin-retransmitted' } },
  },
  {
    id: 'unreachable-at-close',
    family: 'close',
    shows: {
      en: 'the path dies; the client says its last words and closes, nobody hears it',
      zh: '路径中断；客户端说完最后的话并关闭，无人听到',
    },
    path: { rules: deadAfter('dead') },
    kernel: { client: { 'net.ipv4.tcp_orphan_retries': 4 } },
    programs: { server: ANSWER, client: [...ASK, sleep(100), signal('dead'), sleep(50), send({ text: 'goodbye' }), close(), sleep(5000)] },
    captures: {
      client: { verdict: 'peer-unreachable-at-close', alsoOk: ['blackhole-timeout'] },
      server: { verdict: 'open-established-at-end', alsoOk: ['open-normal'] },
    },
    seconds: 6,
  },
  {
    id: 'timewait-reuse',
    family: 'close',
    shows: {
      en: 'the server closed first; half a second later the same client port opens a new connection',
      zh: '服务器先关闭；半秒后同一客户端端口打开新连接',
    },
    programs: { server: SERVER_CLOSES_TWICE, client: ASKS_TWICE },
    captures: { client: { verdict: 'timewait-reuse' }, server: { verdict: 'timewait-reuse' } },
    mustNot: ['challenge-ack-syn'],
  },
  {
    id: 'timewait-syn-challenged',
    family: 'close',
    shows: {
      en: 'the same with an older sequence number, as behind a NAT: the SYN is answered with an ACK of the old connection',
      zh: '同上，但序号更旧（如在 NAT 之后）：SYN 得到旧连接的 ACK',
    },
    path: {
      rules: [
        { from: 'a', fromSyn: 2, count: ALWAYS, shift: { seq: -SHIFT }, strip: ['timestamps'] },
        { from: 'b', fromSyn: 2, count: ALWAYS, shift: { ack: SHIFT } },
      ],
    },
    programs: { server: SERVER_CLOSES_TWICE, client: ASKS_TWICE },
    captures: { client: { verdict: 'timewait-syn-challenged' }, server: { verdict: 'timewait-syn-challenged' } },
  },
  {
    id: 'timewait-late-segment',
    family: 'close',
    shows: {
      en: 'an old duplicate reaches the client in TIME-WAIT; its ACK meets a closed server, whose reset ends TIME-WAIT early',
      zh: '旧的重复报文到达处于 TIME-WAIT 的客户端；它的 ACK 遇到已关闭的服务器，RST 提前结束 TIME-WAIT',
    },
    path: { rules: [{ from: 'b', data: true, copyAfterMs: 500 }] },
    programs: { server: [...ANSWER, receive({ toEnd: true }), close()], client: [...ASK, sleep(100), close(), sleep(700)] },
    captures: {
      client: { verdict: 'timewait-late-segment', alsoOk: ['close-4way', 'close-3seg'] },
      server: { verdict: 'timewait-late-segment', alsoOk: ['close-4way', 'close-3seg', 'rst-unknown-connection'] },
    },
  },
  {
    id: 'timewait-ports-exhausted',
    family: 'close',
    shows: {
      en: 'the client closes first each time and has four ports: the fifth connect() fails and sends nothing',
      zh: '客户端每次先关闭，只有四个端口：第五次 connect（） 失败，什么也没发出',
    },
    kernel: { client: { 'net.ipv4.ip_local_port_range': '40000 40003', 'net.ipv4.tcp_tw_reuse': 0 } },
    programs: {
      server: [listen(), repeat(4, [accept(), receive({ toEnd: true }), close()])],
      client: [repeat(4, [connect(), close(), sleep(100)]), connect({ fails: 'EADDRNOTAVAIL' })],
    },
    captures: { client: HEALTHY, server: HEALTHY },
  },
]
