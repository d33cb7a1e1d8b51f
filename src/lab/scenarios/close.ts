/** Scenarios in which a connection closes. */
import type { Scenario } from '../scenario.ts'
import { ANSWER, ASK, close, receive, sleep } from '../steps.ts'

/** Closing in all its ways. */
export const CLOSE: readonly Scenario[] = [
  {
    id: 'close-4way',
    family: 'close',
    shows: {
      en: 'the client closes; the server acknowledges at once and closes 100 ms later',
      zh: '客户端先关闭;服务器立即确认,100 毫秒后关闭',
    },
    programs: { server: [...ANSWER, receive({ toEnd: true }), sleep(100), close()], client: [...ASK, sleep(50), close(), sleep(200)] },
    captures: { client: { verdict: 'close-4way' }, server: { verdict: 'close-4way' } },
  },
]
