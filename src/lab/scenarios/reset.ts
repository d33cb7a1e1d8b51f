/** Scenarios that end with a reset of one of the two ends. */
import type { Scenario } from '../scenario.ts'
import {
  ANSWER,
  ASK,
  REQUEST,
  RESPONSE,
  accept,
  awaitSignal,
  close,
  connect,
  listen,
  receive,
  repeat,
  send,
  signal,
  sleep,
} from '../steps.ts'
import { DROP_OWN_RESET } from './parts.ts'

const ABORT = { verdict: 'rst-abort' } as const
const AFTER_FIN = { verdict: 'rst-after-fin' } as const
const UNKNOWN = { verdict: 'rst-unknown-connection' } as const
/** A socket that vanishes leaves a reset that its own firewall swallows. */
const VANISHED = { resets: 'the first reset is swallowed on purpose, so that the socket vanishes without a word' }

/** Aborts, crashes and forgotten connections. */
export const RESET: readonly Scenario[] = [
  {
    id: 'abort-by-client',
    family: 'reset',
    shows: { en: 'the client program aborts (linger 0)', zh: '客户端程序中止（linger 0）' },
    programs: { server: ANSWER, client: [...ASK, sleep(100), close({ reset: true }), sleep(50)] },
    captures: { client: ABORT, server: ABORT },
  },
  {
    id: 'abort-by-server',
    family: 'reset',
    shows: {
      en: 'the server program aborts (linger 0); the reader gets ECONNRESET',
      zh: '服务器程序中止（linger 0）；读取方得到 ECONNRESET',
    },
    programs: { server: [...ANSWER, sleep(100), close({ reset: true })], client: [...ASK, receive({ fails: 'ECONNRESET' }), sleep(50)] },
    captures: { client: ABORT, server: ABORT },
  },
  {
    id: 'abort-unread-data',
    family: 'reset',
    shows: {
      en: 'the server answers an error and closes while part of an upload is unread: the kernel sends a reset',
      zh: '服务器回应错误并关闭，上传数据尚未读完：内核发送 RST',
    },
    programs: {
      server: [listen(), accept(), receive({ atMost: 1000 }), sleep(80), send({ text: 'HTTP/1.1 413 Content Too Large\r\n\r\n' }), close()],
      client: [connect(), send({ bytes: 20_000 }), sleep(300)],
    },
    captures: { client: ABORT, server: ABORT },
    mustNot: ['rst-injected'],
  },
  {
    id: 'abort-download',
    family: 'reset',
    shows: {
      en: 'the client closes while data is arriving: a reset, and another for every segment still on its way',
      zh: '数据到达时客户端关闭：一个 RST，在途的每个报文段再各得到一个',
    },
    programs: {
      server: [listen(), accept(), receive(), send({ bytes: 200_000, fails: 'ECONNRESET|EPIPE|ok' })],
      client: [connect(), send(), receive({ atMost: 4000 }), sleep(60), close(), sleep(200)],
    },
    captures: { client: ABORT, server: ABORT },
    mustNot: ['rst-injected'],
  },
  {
    id: 'close-during-download',
    family: 'reset',
    shows: {
      en: 'the client has read all that came and closes; what comes after its FIN finds no reader and is answered with resets',
      zh: '客户端读完已到的数据后关闭；FIN 之后到达的数据无人读取，得到 RST',
    },
    programs: {
      server: [listen(), accept(), receive(), repeat(8, [send({ bytes: 1000, fails: 'ok|ECONNRESET|EPIPE' }), sleep(30)])],
      client: [connect(), send(), receive({ bytes: 2000 }), close(), sleep(300)],
    },
    captures: { client: { ...AFTER_FIN, alsoOk: ['rst-abort'] }, server: { ...AFTER_FIN, alsoOk: ['rst-abort'] } },
    mustNot: ['rst-injected', 'rst-unknown-connection'],
  },
  {
    id: 'close-before-data-in-flight',
    family: 'reset',
    shows: {
      en: 'the same with data on its way when the client closes: the resets go to numbers before its FIN',
      zh: '同上，但客户端关闭时仍有数据在途：RST 的序号在其 FIN 之前',
    },
    path: { delayMs: 25 },
    programs: {
      server: [listen(), accept(), receive(), repeat(20, [send({ bytes: 1000, fails: 'ok|ECONNRESET|EPIPE' }), sleep(4)])],
      client: [connect(), send(), receive({ bytes: 2000 }), close(), sleep(300)],
    },
    captures: { client: { ...AFTER_FIN, alsoOk: ['rst-abort'] }, server: { ...AFTER_FIN, alsoOk: ['rst-abort'] } },
    mustNot: ['rst-injected', 'rst-unknown-connection'],
  },
  {
    id: 'write-after-fin',
    family: 'reset',
    shows: {
      en: 'the server has closed; the client sends on and is answered with a reset, the next write gets EPIPE',
      zh: '服务器已关闭；客户端继续发送得到 RST，再写得到 EPIPE',
    },
    programs: {
      server: [...ANSWER, close()],
      client: [...ASK, receive({ toEnd: true }), sleep(100), send(), sleep(100), send({ fails: 'EPIPE' }), sleep(50)],
    },
    captures: { client: AFTER_FIN, server: AFTER_FIN },
  },
  {
    id: 'keepalive-race',
    family: 'reset',
    shows: {
      en: 'the server closes an idle connection while the next request is on its way',
      zh: '服务器关闭空闲连接时，下一个请求正在途中',
    },
    path: { delayMs: 60 },
    programs: {
      server: [...ANSWER, signal('idle'), sleep(300), close()],
      client: [...ASK, awaitSignal('idle'), sleep(310), send({ text: REQUEST }), receive({ fails: 'ok|ECONNRESET' }), sleep(200)],
    },
    captures: { client: AFTER_FIN, server: AFTER_FIN },
  },
  {
    id: 'server-killed',
    family: 'reset',
    shows: {
      en: 'the server process is killed: its kernel sends a FIN like a normal close; the next request gets a reset',
      zh: '服务器进程被杀：内核像正常关闭一样发 FIN；下一个请求得到 RST',
    },
    programs: { server: ANSWER, client: [...ASK, signal('crash'), receive({ toEnd: true }), sleep(50), send(), sleep(150)] },
    incidents: [{ on: 'crash', kill: 'server' }],
    captures: { client: AFTER_FIN, server: AFTER_FIN },
  },
  {
    id: 'server-rebooted',
    family: 'reset',
    shows: {
      en: 'the server has lost the connection without a word; the next request is answered with a bare reset',
      zh: '服务器悄悄丢失了连接；下一个请求得到不带 ACK 的 RST',
    },
    firewall: { server: DROP_OWN_RESET },
    programs: {
      server: [...ANSWER, sleep(100), close({ reset: true })],
      client: [...ASK, sleep(1500), send(), receive({ fails: 'ECONNRESET' }), sleep(50)],
    },
    captures: { client: UNKNOWN, server: UNKNOWN },
    exempt: VANISHED,
  },
  {
    id: 'client-rebooted',
    family: 'reset',
    shows: {
      en: 'the client starts again on a port whose old connection the server still holds: a challenge ACK, a reset, and a second SYN',
      zh: '客户端用旧端口重新开始，而服务器仍保留旧连接：质询 ACK、RST、第二个 SYN',
    },
    firewall: { client: DROP_OWN_RESET },
    programs: {
      server: [...ANSWER, receive({ fails: 'ECONNRESET' }), accept(), receive(), send({ text: RESPONSE })],
      client: [
        connect({ localPort: 42_000 }),
        send(),
        receive(),
        sleep(100),
        close({ reset: true }),
        sleep(700),
        connect({ localPort: 42_000 }),
        send(),
        receive(),
        sleep(50),
      ],
    },
    captures: { client: { verdict: 'half-open-new-syn' }, server: { verdict: 'half-open-new-syn' } },
    exempt: { ...VANISHED, states: 'the first socket of the client vanishes without a packet' },
  },
]
