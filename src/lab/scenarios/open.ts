/** Scenarios in which a connection opens. */
import { ALWAYS } from '../path-rule.ts'
import type { Scenario } from '../scenario.ts'
import { ANSWER, ASK, REQUEST, RESPONSE, accept, atSecond, close, connect, listen, receive, repeat, send, signal, sleep } from '../steps.ts'

const FAST_OPEN = { client: { 'net.ipv4.tcp_fastopen': 3 }, server: { 'net.ipv4.tcp_fastopen': 3 } }
const FAST_SERVER = [
  listen({ options: { TCP_FASTOPEN: 8 } }),
  repeat(2, [accept(), receive(), send({ text: RESPONSE }), receive({ toEnd: true }), close()]),
]
const FAST_CLIENT = repeat(2, [connect({ withText: REQUEST }), receive(), close(), sleep(200)])
/** Data in the SYN without a cookie that allows it. */
const SYN_WITH_DATA = { client: { 'net.ipv4.tcp_fastopen': 5 } }
const OPEN_OR_ESTABLISHED = { verdict: 'open-normal', alsoOk: ['open-established-at-end'] } as const

/** Handshakes, with and without trouble. */
export const OPEN: readonly Scenario[] = [
  {
    id: 'open-normal',
    family: 'open',
    shows: { en: 'handshake, one request and its answer; the connection stays open', zh: '三次握手、一次请求和应答；连接保持打开' },
    programs: { server: ANSWER, client: [...ASK, sleep(100)] },
    captures: { client: OPEN_OR_ESTABLISHED, server: OPEN_OR_ESTABLISHED },
    mustNot: ['bad-checksum', 'slow-network'],
  },
  {
    id: 'open-normal-6',
    family: 'open',
    shows: { en: 'the same over IPv6, closed in the end', zh: '同上，使用 IPv6，最后关闭' },
    version: 6,
    programs: { server: [...ANSWER, receive({ toEnd: true }), close()], client: [...ASK, close(), sleep(50)] },
    captures: { client: { verdict: 'open-normal', alsoOk: ['close-3seg'] }, server: { verdict: 'open-normal', alsoOk: ['close-3seg'] } },
    mustNot: ['bad-checksum', 'slow-network'],
  },
  {
    id: 'open-normal-loopback',
    family: 'open',
    shows: {
      en: 'client and server on one machine, captured on the loopback interface',
      zh: '客户端和服务器在同一台机器上，在回环接口抓包',
    },
    programs: {
      'client/server': [...ANSWER, receive({ toEnd: true }), close()],
      client: [connect({ to: 'client' }), send(), receive(), close(), sleep(50)],
    },
    captures: { loopback: { host: 'client', device: 'lo', verdict: 'open-normal', alsoOk: ['close-3seg'] } },
    mustNot: ['bad-checksum'],
  },
  {
    id: 'open-simultaneous',
    family: 'open',
    shows: { en: 'both ends connect to each other at the same moment, nobody listens', zh: '两端同时互相连接，没有程序监听' },
    path: { delayMs: 40 },
    programs: {
      server: [atSecond, connect({ to: 'client', port: 9000, localPort: 9000 }), sleep(300)],
      client: [atSecond, connect({ port: 9000, localPort: 9000 }), sleep(200), send({ text: 'hello' }), sleep(100)],
    },
    endsWith: ['client', 'server'],
    captures: { client: { verdict: 'open-simultaneous' }, server: { verdict: 'open-simultaneous' } },
    mustNot: ['syn-no-answer'],
  },
  {
    id: 'fast-open',
    family: 'open',
    shows: {
      en: 'TCP Fast Open: the first connection gets a cookie, the second sends its request in the SYN',
      zh: 'TCP Fast Open：第一个连接取得 cookie，第二个在 SYN 里带上请求',
    },
    kernel: FAST_OPEN,
    programs: { server: FAST_SERVER, client: [FAST_CLIENT] },
    captures: { client: { verdict: 'tfo-accepted' }, server: { verdict: 'tfo-accepted' } },
  },
  {
    id: 'fast-open-syn-dropped',
    family: 'open',
    shows: {
      en: 'a device on the way drops SYNs that carry data; the client tries again without',
      zh: '途中设备丢弃带数据的 SYN；客户端改用普通 SYN 重试',
    },
    path: { rules: [{ from: 'a', flags: 'S', data: true, count: ALWAYS, drop: true }] },
    kernel: FAST_OPEN,
    programs: { server: FAST_SERVER, client: [FAST_CLIENT] },
    captures: {
      client: { verdict: 'tfo-syn-dropped', alsoOk: ['syn-retransmitted-then-ok'] },
      server: { verdict: 'open-normal', alsoOk: ['tfo-cookie-request'] },
    },
  },
  {
    id: 'syn-data-ignored',
    family: 'open',
    shows: {
      en: 'data in the SYN without a cookie: the server ignores it, the client sends it again',
      zh: 'SYN 带数据但没有 cookie：服务器忽略，客户端重发',
    },
    kernel: SYN_WITH_DATA,
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), close()],
      client: [connect({ withText: REQUEST }), receive(), close(), sleep(50)],
    },
    captures: { client: { verdict: 'syn-data-ignored' }, server: { verdict: 'syn-data-ignored' } },
  },
  {
    id: 'syn-data-refused',
    family: 'open',
    shows: {
      en: 'data in the SYN to a closed port: the reset acknowledges the data as well',
      zh: '带数据的 SYN 到达关闭的端口：RST 连数据一并确认',
    },
    kernel: SYN_WITH_DATA,
    programs: { client: [connect({ withText: REQUEST, fails: 'ECONNREFUSED' })] },
    captures: {
      client: { verdict: 'refused-by-rst', alsoOk: ['refused-port-closed'] },
      server: { verdict: 'refused-port-closed', alsoOk: ['refused-by-rst'] },
    },
  },
  {
    id: 'syn-retransmitted-then-ok',
    family: 'open',
    shows: {
      en: 'the first SYN is lost, the second opens the connection a second later',
      zh: '第一个 SYN 丢失，一秒后的第二个 SYN 建立连接',
    },
    path: { rules: [{ from: 'a', flags: 'S', drop: true }] },
    programs: { server: ANSWER, client: [...ASK, sleep(100)] },
    captures: { client: { verdict: 'syn-retransmitted-then-ok' }, server: OPEN_OR_ESTABLISHED },
  },
  {
    id: 'synack-lost-once',
    family: 'open',
    shows: { en: 'the first SYN-ACK is lost: both repeat themselves after a second', zh: '第一个 SYN-ACK 丢失：一秒后双方都重发' },
    path: { rules: [{ from: 'b', flags: 'SA', drop: true }] },
    programs: { server: ANSWER, client: [...ASK, sleep(100)] },
    captures: { client: { verdict: 'syn-retransmitted-then-ok' }, server: { verdict: 'syn-retransmitted-then-ok' } },
  },
  {
    id: 'synack-repeated-ack-lost',
    family: 'open',
    shows: {
      en: 'the last ACK of the handshake is lost; the server, which speaks first, repeats its SYN-ACK',
      zh: '握手的最后一个 ACK 丢失；先说话的服务器重发 SYN-ACK',
    },
    path: { rules: [{ from: 'a', flags: 'A', notFlags: 'S', count: 2, drop: true }] },
    programs: {
      server: [listen(), accept(), send({ text: '220 mail.example.net ready\r\n' })],
      client: [connect(), receive(), sleep(100)],
    },
    captures: {
      client: { verdict: 'synack-retrans-ack-lost', alsoOk: ['synack-repeated'] },
      server: { verdict: 'synack-retrans-ack-lost' },
    },
  },
  {
    id: 'half-open-ack-lost-reset',
    family: 'open',
    shows: {
      en: "all of the client's ACKs are lost until the server has given up; then its request is answered with a reset",
      zh: '客户端的 ACK 全部丢失，直到服务器放弃；之后的请求得到 RST',
    },
    path: { rules: [{ from: 'a', flags: 'A', notFlags: 'S', until: 'repaired', count: ALWAYS, drop: true }] },
    kernel: { server: { 'net.ipv4.tcp_synack_retries': 1 } },
    programs: {
      server: [listen(), accept()],
      client: [connect(), sleep(4200), signal('repaired'), send(), receive({ fails: 'ECONNRESET' }), sleep(50)],
    },
    captures: {
      client: { verdict: 'half-open-ack-lost-rst', alsoOk: ['rst-unknown-connection'] },
      server: { verdict: 'half-open-ack-lost-rst', alsoOk: ['rst-unknown-connection', 'synack-unanswered'] },
    },
    seconds: 5,
  },
  {
    id: 'defer-accept',
    family: 'open',
    shows: {
      en: 'the listener waits for data (TCP_DEFER_ACCEPT): it ignores the bare ACK and repeats its SYN-ACK until the request comes',
      zh: '监听者等待数据（TCP_DEFER_ACCEPT）：忽略单独的 ACK，重发 SYN-ACK，直到请求到来',
    },
    programs: {
      server: [listen({ options: { TCP_DEFER_ACCEPT: 2 } }), accept(), receive(), send({ text: RESPONSE })],
      client: [connect(), sleep(3600), send(), receive(), sleep(100)],
    },
    captures: {
      client: { verdict: 'defer-accept', alsoOk: ['synack-repeated'] },
      server: { verdict: 'defer-accept', alsoOk: ['synack-repeated'] },
    },
    mustNot: ['accept-queue-full'],
    seconds: 5,
  },
  {
    id: 'accept-queue-full',
    family: 'open',
    shows: {
      en: 'the program does not accept: the fifth connection is opened for the client, its request ignored',
      zh: '程序不接受连接：第五个连接对客户端已建立，请求却被忽略',
    },
    kernel: { server: { 'net.ipv4.tcp_syncookies': 0 } },
    programs: {
      server: [listen({ backlog: 3 })],
      client: [
        ...[1, 2, 3].flatMap((i) => [connect({ on: `w${i}`, localPort: 40_000 + i }), sleep(40)]),
        connect({ on: 'w4', localPort: 40_004, later: true }),
        connect({ localPort: 40_005 }),
        send(),
        sleep(3600),
      ],
    },
    captures: {
      client: { filter: 'tcp port 40005', verdict: 'accept-queue-full', alsoOk: ['synack-repeated'] },
      server: { filter: 'tcp port 40005', verdict: 'accept-queue-full' },
    },
    seconds: 5,
  },
  {
    id: 'accept-queue-full-cookies',
    family: 'open',
    shows: {
      en: 'the same with SYN cookies: the server keeps no state, repeats nothing and is silent about the request',
      zh: '同上，但启用 SYN cookie：服务器不保存状态，什么也不重发，对请求保持沉默',
    },
    kernel: { server: { 'net.ipv4.tcp_syncookies': 1 } },
    programs: {
      server: [listen({ backlog: 1 }), sleep(4500), repeat(5, [accept(), receive(), send({ text: RESPONSE })])],
      client: [
        ...[1, 2, 3, 4, 5].map((i) => connect({ on: `w${i}`, localPort: 40_000 + i, later: true })),
        sleep(60),
        ...[1, 2, 3, 4, 5].map((i) => send({ on: `w${i}` })),
        sleep(4000),
      ],
    },
    captures: {
      client: { verdict: 'accept-queue-full', alsoOk: ['request-unacknowledged', 'blackhole-timeout'] },
      server: { verdict: 'accept-queue-full', alsoOk: ['request-unacknowledged'] },
    },
    seconds: 6,
  },
  {
    id: 'accept-queue-full-reset',
    family: 'open',
    shows: {
      en: 'the accept queue is full and tcp_abort_on_overflow is set: the last ACK is answered with a reset',
      zh: '接受队列已满且设置了 tcp_abort_on_overflow：最后的 ACK 得到 RST',
    },
    kernel: { server: { 'net.ipv4.tcp_syncookies': 0, 'net.ipv4.tcp_abort_on_overflow': 1 } },
    programs: {
      server: [listen({ backlog: 3 })],
      client: [
        ...[1, 2, 3].flatMap((i) => [connect({ on: `w${i}`, localPort: 40_000 + i }), sleep(40)]),
        connect({ on: 'w4', localPort: 40_004, later: true }),
        connect({ localPort: 40_005 }),
        receive({ fails: 'ECONNRESET' }),
        sleep(50),
      ],
    },
    captures: {
      client: { filter: 'tcp port 40005', verdict: 'accept-queue-full-rst', alsoOk: ['rst-after-handshake'] },
      server: { filter: 'tcp port 40005', verdict: 'accept-queue-full-rst', alsoOk: ['rst-after-handshake'] },
    },
  },
  {
    id: 'accepted-then-reset',
    family: 'open',
    shows: {
      en: 'the server accepts and resets at once, as a balancer without a backend does',
      zh: '服务器接受后立即 RST，像没有后端的负载均衡器',
    },
    programs: { server: [listen(), accept(), close({ reset: true })], client: [connect(), sleep(100)] },
    captures: {
      client: { verdict: 'rst-after-handshake', alsoOk: ['rst-abort'] },
      server: { verdict: 'rst-after-handshake', alsoOk: ['rst-abort'] },
    },
  },
  {
    id: 'multipath-fallback',
    family: 'open',
    shows: {
      en: 'a Multipath TCP client meets a server without it: the option is not answered, ordinary TCP goes on',
      zh: '多路径 TCP 客户端遇到不支持的服务器：选项没有回应，退回普通 TCP',
    },
    kernel: { client: { 'net.mptcp.enabled': 1 } },
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), close()],
      client: [connect({ mptcp: true }), send(), receive(), close(), sleep(100)],
    },
    captures: { client: { verdict: 'open-normal', alsoOk: ['close-3seg'] }, server: { verdict: 'open-normal', alsoOk: ['close-3seg'] } },
    mustNot: ['options-stripped'],
  },
  {
    id: 'fast-open-cookie',
    family: 'open',
    shows: { en: 'a client asks for a Fast Open cookie and gets one', zh: '客户端请求 Fast Open cookie 并得到' },
    kernel: FAST_OPEN,
    programs: {
      server: [listen({ options: { TCP_FASTOPEN: 8 } }), accept(), receive(), send({ text: RESPONSE }), receive({ toEnd: true }), close()],
      client: [connect({ withText: REQUEST }), receive(), close(), sleep(50)],
    },
    captures: {
      client: { verdict: 'tfo-cookie-request', alsoOk: ['open-normal'], finds: ['tfo-cookie-request'] },
      server: { verdict: 'tfo-cookie-request', alsoOk: ['open-normal'], finds: ['tfo-cookie-request'] },
    },
  },
  {
    id: 'fast-open-rejected',
    family: 'open',
    shows: {
      en: 'the server no longer accepts the cookie: it acknowledges the SYN only, and the data is sent again',
      zh: '服务器不再接受 cookie：只确认 SYN，数据重发',
    },
    kernel: FAST_OPEN,
    programs: {
      server: [
        listen({ options: { TCP_FASTOPEN: 8 } }),
        accept(),
        receive(),
        send({ text: RESPONSE }),
        receive({ toEnd: true }),
        close(),
        accept(),
        receive(),
        send({ text: RESPONSE }),
        receive({ toEnd: true }),
        close(),
      ],
      client: [
        connect({ withText: REQUEST }),
        receive(),
        close(),
        sleep(100),
        signal('renewed'),
        connect({ withText: REQUEST }),
        receive(),
        close(),
        sleep(50),
      ],
    },
    incidents: [
      { on: 'renewed', kernel: { host: 'server', variables: { 'net.ipv4.tcp_fastopen_key': '0a0b0c0d-01020304-a0b0c0d0-99887766' } } },
    ],
    captures: { client: { verdict: 'tfo-rejected' }, server: { verdict: 'tfo-rejected' } },
  },
]
