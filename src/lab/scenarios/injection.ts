/** Scenarios in which somebody else sends in the name of an end. */
import { ALWAYS } from '../path-rule.ts'
import type { Scenario } from '../scenario.ts'
import { ANSWER, ASK, RESPONSE, accept, close, connect, listen, receive, repeat, send, sleep } from '../steps.ts'

const FORGED = { verdict: 'rst-injected' } as const
const HEALTHY = { verdict: 'open-normal', alsoOk: ['close-3seg', 'close-4way'] } as const
const ASKS_TWICE_AND_CLOSES = [connect(), repeat(2, [send(), receive(), sleep(60)]), close(), sleep(100)]
const ANSWERS_TWICE = [listen(), accept(), repeat(2, [receive(), send({ text: RESPONSE })]), receive({ toEnd: true }), close()]

/** Forged resets and SYNs. */
export const INJECTION: readonly Scenario[] = [
  {
    id: 'forged-reset-inspection',
    family: 'injection',
    shows: {
      en: 'a device that reads along forges resets to both ends when it sees the request',
      zh: '读取内容的设备看到请求后向两端伪造 RST',
    },
    path: {
      rules: [
        {
          from: 'a',
          text: 'GET',
          forge: [
            { to: 'sender', flags: 'RA', ttl: 115, ipId: 28_115, window: 3307, delayMs: 3 },
            { to: 'sender', flags: 'RA', seqOffset: 1460, ttl: 116, ipId: 9761, window: 3308, delayMs: 3 },
            { to: 'sender', flags: 'RA', seqOffset: 4380, ttl: 117, ipId: 60_002, window: 3309, delayMs: 3 },
            { to: 'receiver', flags: 'RA', ttl: 113, ipId: 40_404, window: 5111, delayMs: 13 },
            { to: 'receiver', flags: 'RA', seqOffset: 1460, ttl: 114, ipId: 1777, window: 5112, delayMs: 13 },
          ],
        },
      ],
    },
    programs: {
      server: [listen(), accept(), receive(), send({ text: RESPONSE, fails: 'ok|ECONNRESET|EPIPE' })],
      client: [connect(), send(), receive({ fails: 'ECONNRESET' }), sleep(200)],
    },
    captures: { client: FORGED, server: FORGED },
    exempt: { resets: 'the forgeries bear the names of the ends' },
  },
  {
    id: 'forged-reset-window-steps',
    family: 'injection',
    shows: {
      en: 'a tool on the way answers every packet of the client with three resets, one window apart',
      zh: '途中的工具对客户端的每个包回三个 RST，间隔一个窗口',
    },
    path: {
      rules: [
        {
          from: 'a',
          data: true,
          count: ALWAYS,
          forge: [
            { to: 'sender', flags: 'R', ttl: 64, ipId: 11_223, delayMs: 2 },
            { to: 'sender', flags: 'R', seqWindows: 1, ttl: 64, ipId: 44_556, delayMs: 2 },
            { to: 'sender', flags: 'R', seqWindows: 2, ttl: 64, ipId: 7889, delayMs: 2 },
          ],
        },
      ],
    },
    programs: {
      server: [listen(), accept(), receive(), send({ text: RESPONSE })],
      client: [connect(), send(), receive({ fails: 'ECONNRESET' }), sleep(150)],
    },
    captures: { client: FORGED, server: { verdict: 'rst-injected', alsoOk: ['rst-unknown-connection', 'rst-abort'] } },
    exempt: { resets: 'the forgeries bear the names of the ends' },
  },
  {
    id: 'forged-reset-challenged',
    family: 'injection',
    shows: {
      en: 'a forged reset with an inexact sequence number is challenged; the connection lives on (RFC 5961)',
      zh: '序号不精确的伪造 RST 受到质询；连接继续（RFC 5961）',
    },
    path: { rules: [{ from: 'a', data: true, forge: [{ to: 'sender', flags: 'R', seqOffset: 1000, ttl: 61, ipId: 0, delayMs: 3 }] }] },
    programs: { server: ANSWERS_TWICE, client: ASKS_TWICE_AND_CLOSES },
    captures: { client: { verdict: 'challenge-ack-rst' }, server: HEALTHY },
    mustNot: ['rst-abort', 'rst-injected'],
    exempt: { resets: 'the forgeries bear the names of the ends' },
  },
  {
    id: 'forged-syn-challenged',
    family: 'injection',
    shows: {
      en: 'a forged SYN for a living connection gets a challenge ACK; the connection lives on',
      zh: '针对现有连接的伪造 SYN 得到质询 ACK；连接继续',
    },
    path: {
      rules: [
        { from: 'a', data: true, forge: [{ to: 'receiver', flags: 'S', seqOffset: 5000, ttl: 61, ipId: 7, window: 64_240, delayMs: 15 }] },
      ],
    },
    programs: { server: ANSWERS_TWICE, client: ASKS_TWICE_AND_CLOSES },
    captures: { client: HEALTHY, server: { verdict: 'challenge-ack-syn' } },
    mustNot: ['half-open-new-syn'],
  },
  {
    id: 'forged-reset-too-late',
    family: 'injection',
    shows: { en: 'a forged reset far outside of the window changes nothing', zh: '远在窗口之外的伪造 RST 不起作用' },
    path: {
      rules: [{ from: 'a', data: true, forge: [{ to: 'sender', flags: 'R', seqOffset: 900_000_000, ttl: 61, ipId: 0, delayMs: 3 }] }],
    },
    programs: { server: [...ANSWER, receive({ toEnd: true }), close()], client: [...ASK, sleep(100), close(), sleep(100)] },
    captures: { client: { verdict: 'rst-injected-ignored', alsoOk: ['open-normal', 'close-3seg', 'rst-injected'] }, server: HEALTHY },
  },
]
