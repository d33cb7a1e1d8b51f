/** Scenarios in which everything works, slowly, and oddities of data. */
import type { Scenario } from '../scenario.ts'
import { ANSWER, REQUEST, RESPONSE, accept, close, connect, listen, receive, repeat, send, sleep } from '../steps.ts'
import { download } from './parts.ts'

const SLOW_SERVER = { verdict: 'slow-server' } as const
const NAGLE = { verdict: 'nagle-delayed-ack', alsoOk: ['slow-client'] } as const

/** Where the time goes. */
export const SLOW: readonly Scenario[] = [
  {
    id: 'slow-server',
    family: 'slow',
    shows: {
      en: 'the server thinks for 1.5 s; its kernel has acknowledged the request at once',
      zh: '服务器思考 1.5 秒；内核早已确认请求',
    },
    programs: {
      server: [listen(), accept(), receive(), sleep(1500), send({ bytes: 3000 }), receive({ toEnd: true }), close()],
      client: [connect(), send(), receive({ bytes: 3000 }), close(), sleep(50)],
    },
    captures: { client: SLOW_SERVER, server: SLOW_SERVER },
    mustNot: ['slow-network'],
  },
  {
    id: 'slow-accept',
    family: 'slow',
    shows: {
      en: 'the server program accepts 1.2 s late: on the wire the same as thinking',
      zh: '服务器程序晚 1.2 秒接受：线路上与思考相同',
    },
    programs: {
      server: [listen(), sleep(1700), accept(), receive(), send({ text: RESPONSE }), receive({ toEnd: true }), close()],
      client: [connect(), send(), receive(), close(), sleep(50)],
    },
    captures: { client: SLOW_SERVER, server: SLOW_SERVER },
  },
  {
    id: 'slow-network',
    family: 'slow',
    shows: { en: 'a round trip of 320 ms: the time goes into slow start', zh: '往返 320 毫秒：时间花在慢启动上' },
    path: { delayMs: 160 },
    programs: download(60_000),
    captures: { client: { verdict: 'slow-network' }, server: { verdict: 'slow-network' } },
    mustNot: ['slow-server'],
  },
  {
    id: 'slow-bandwidth',
    family: 'slow',
    shows: {
      en: '800 kbit/s with a deep buffer: no loss, the round trip grows while the sender fills the buffer',
      zh: '800 kbit/s 且缓冲很深：没有丢包，发送方填满缓冲时往返时间增长',
    },
    path: { delayMs: 15, bottleneck: { from: 'b', bytesPerSecond: 100_000, queueBytes: 120_000 } },
    programs: download(100_000),
    captures: { client: { verdict: 'slow-bandwidth' }, server: { verdict: 'slow-bandwidth' } },
    mustNot: ['slow-server'],
  },
  {
    id: 'slow-client',
    family: 'slow',
    shows: {
      en: 'the client sends its request in pieces with pauses; server and network are fast',
      zh: '客户端分段发送请求并停顿；服务器和网络都快',
    },
    programs: {
      server: [listen(), accept(), repeat(2, [receive({ bytes: 60 }), send({ text: RESPONSE })]), receive({ toEnd: true }), close()],
      client: [connect(), repeat(2, [send({ bytes: 30 }), sleep(700), send({ bytes: 30 }), receive(), sleep(900)]), close(), sleep(50)],
    },
    captures: { client: { verdict: 'slow-client' }, server: { verdict: 'slow-client' } },
    seconds: 4,
  },
  {
    id: 'nagle-delayed-ack',
    family: 'slow',
    shows: {
      en: 'each request in two small writes: the second waits for the delayed ACK of the first',
      zh: '每个请求分两次小写入：第二次等待第一次的延迟 ACK',
    },
    path: { delayMs: 5 },
    programs: {
      server: [listen(), accept(), repeat(8, [receive({ bytes: 40 }), send({ text: RESPONSE })]), receive({ toEnd: true }), close()],
      client: [
        connect({ options: { TCP_NODELAY: 0 } }),
        repeat(8, [send({ bytes: 20 }), send({ bytes: 20 }), receive()]),
        close(),
        sleep(50),
      ],
    },
    captures: { client: NAGLE, server: NAGLE },
  },
  {
    id: 'urgent-data',
    family: 'slow',
    shows: {
      en: 'urgent data: the URG flag, and a pointer to just behind the urgent byte',
      zh: '紧急数据：URG 标志，指针指向紧急字节之后',
    },
    programs: {
      server: [...ANSWER, receive({ toEnd: true }), close()],
      client: [connect(), send({ text: REQUEST }), receive(), send({ text: '!', urgent: true }), sleep(100), close(), sleep(50)],
    },
    captures: { client: { verdict: 'urgent-data' }, server: { verdict: 'urgent-data' } },
  },
]
