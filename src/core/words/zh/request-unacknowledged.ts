/** request-unacknowledged, in Chinese. */
import type { RequestUnacknowledgedTerms } from '../../diagnosis/rules/request-unacknowledged.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** request-unacknowledged, in Chinese. */
export const requestUnacknowledged: RuleWords<RequestUnacknowledgedTerms> = {
  summary: (v) =>
    `${v.client} 到 ${v.server} 的连接已建立，但请求${Number.isNaN(v.spanNs) ? '' : `在 ${formatDuration(v.spanNs, 'zh')}内`}发了 ${v.requests} 次，始终没有被确认：服务器不理会，或报文已到不了那里。`,
  refutedBy: () => '在服务器端的抓包中有对请求的确认：那么请求已到达，丢的只是 ACK。',
  evidence: {
    up: () => 'SYN-ACK 和 ACK：对客户端来说连接已建立。',
    request: (v) => `首个数据，共发了 ${v.requests} 次；服务器再没有任何报文。`,
  },
  alternatives: {
    'accept-queue-full': () => '程序不 accept、全连接队列已满的服务器正是这样沉默。',
    'blackhole-timeout': () => '也可能握手之后路径就断了。',
    'pmtu-blackhole': (v) => `请求较大（每段 ${v.segment} 字节）：若小包能通，就是大包被无声丢弃。`,
  },
  next: {
    'both-ends': () => '若请求到达了服务器，就是服务器不理会；否则是路径的问题。',
    queue: () => 'Recv-Q 大于 Send-Q 表示全连接队列已满。',
    size: () => '查看路径在哪里只能通过较小的包。',
  },
}
