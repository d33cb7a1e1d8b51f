/** Scenarios in which a connection opens. */
import type { Scenario } from '../scenario.ts'
import { ANSWER, ASK, sleep } from '../steps.ts'

/** Handshakes, with and without trouble. */
export const OPEN: readonly Scenario[] = [
  {
    id: 'open-normal',
    family: 'open',
    shows: {
      en: 'handshake, one request and its answer; the connection stays open',
      zh: '三次握手、一次请求和应答;连接保持打开',
    },
    programs: { server: ANSWER, client: [...ASK, sleep(200)] },
    captures: {
      client: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
      server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
    },
  },
  {
    id: 'syn-retransmitted-then-ok',
    family: 'open',
    shows: {
      en: 'the first SYN is lost, the second opens the connection a second later',
      zh: '第一个 SYN 丢失,一秒后的第二个 SYN 建立连接',
    },
    path: { rules: [{ from: 'a', flags: 'S', drop: true }] },
    programs: { server: ANSWER, client: [...ASK, sleep(100)] },
    captures: {
      client: { verdict: 'syn-retransmitted-then-ok' },
      server: { verdict: 'open-normal', alsoOk: ['open-established-at-end'] },
    },
  },
]
