/** Scenarios in which the receiver's window decides. */
import type { Scenario } from '../scenario.ts'
import { accept, close, connect, listen, receive, send, shutdown, sleep } from '../steps.ts'

const ZERO = { verdict: 'zero-window' } as const
const SMALL = { SO_RCVBUF: 4096 }

/** Slow readers. */
export const WINDOW: readonly Scenario[] = [
  {
    id: 'zero-window',
    family: 'window',
    shows: {
      en: 'the server program sleeps before it reads an upload: window 0, probes, then an update',
      zh: '服务器程序睡眠后才读取上传：窗口 0、探测、然后更新',
    },
    programs: {
      server: [listen({ options: SMALL }), accept(), sleep(3000), receive({ toEnd: true }), send({ text: 'thanks' }), close()],
      client: [connect(), send({ bytes: 60_000 }), shutdown(), receive({ toEnd: true }), close(), sleep(50)],
    },
    captures: { client: ZERO, server: ZERO },
    mustNot: ['slow-network'],
    seconds: 5,
  },
  {
    id: 'zero-window-client',
    family: 'window',
    shows: {
      en: 'a slow client reads a download in small pieces: the server is held back by its window',
      zh: '慢客户端小块读取下载：服务器被其窗口限制',
    },
    programs: {
      server: [listen(), accept(), receive(), send({ bytes: 30_000 }), shutdown(), receive({ toEnd: true }), close()],
      client: [connect({ options: SMALL }), send(), receive({ toEnd: true, atMost: 2000, pauseMs: 150 }), close(), sleep(50)],
    },
    captures: { client: ZERO, server: ZERO },
    mustNot: ['slow-server'],
    seconds: 4,
  },
  {
    id: 'zero-window-stuck',
    family: 'window',
    shows: {
      en: 'the reader never reads again: every probe is answered with window 0, until the sender gives up (TCP_USER_TIMEOUT)',
      zh: '读取方再也不读：每个探测都得到窗口 0，直到发送方放弃（TCP_USER_TIMEOUT）',
    },
    programs: {
      server: [listen({ options: SMALL }), accept()],
      client: [connect({ options: { TCP_USER_TIMEOUT: 4000 } }), send({ bytes: 30_000 }), receive({ fails: 'ETIMEDOUT' }), sleep(50)],
    },
    captures: { client: { verdict: 'zero-window-stuck' }, server: { verdict: 'zero-window-stuck' } },
    seconds: 6,
  },
  {
    id: 'silly-window',
    family: 'window',
    shows: {
      en: 'the reader takes 100 bytes at a time: the window stays 0 until a worthwhile amount is free (RFC 9293 §3.8.6.2.2)',
      zh: '读取方每次取 100 字节：窗口保持 0，直到空出值得的数量（RFC 9293 §3.8.6.2.2）',
    },
    programs: {
      server: [listen({ options: SMALL }), accept(), receive({ toEnd: true, atMost: 100, pauseMs: 10 }), close()],
      client: [connect(), send({ bytes: 24_000 }), shutdown(), receive({ toEnd: true }), close(), sleep(50)],
    },
    captures: { client: ZERO, server: ZERO },
    seconds: 4,
  },
  {
    id: 'window-limited',
    family: 'window',
    shows: {
      en: 'a small receive buffer on a long path: the sender waits for the window in every round trip',
      zh: '长路径上的小接收缓冲：发送方每个往返都在等窗口',
    },
    path: { delayMs: 40 },
    programs: {
      server: [listen(), accept(), receive(), send({ bytes: 600_000 }), shutdown(), receive({ toEnd: true }), close()],
      client: [connect({ options: { SO_RCVBUF: 40_000 } }), send(), receive({ toEnd: true }), close(), sleep(50)],
    },
    // Only where the sender is can its round trips be measured.
    captures: {
      client: { verdict: 'window-limited', alsoOk: ['open-normal', 'close-3seg', 'close-4way'] },
      server: { verdict: 'window-limited' },
    },
    mustNot: ['slow-server'],
    seconds: 4,
  },
]
