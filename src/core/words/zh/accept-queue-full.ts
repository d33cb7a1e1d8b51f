/** accept-queue-full, in Chinese. */
import type { AcceptQueueFullTerms } from '../../diagnosis/rules/accept-queue-full.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** accept-queue-full, in Chinese. */
export const acceptQueueFull: RuleWords<AcceptQueueFullTerms> = {
  summary: (v) =>
    `${v.server} 没有接受这个连接：程序 accept 太慢，全连接队列已满，内核${Number.isNaN(v.waitedNs) ? '' : `在 ${formatDuration(v.waitedNs, 'zh')}内`}一直不理会请求。`,
  refutedBy: () => '服务器对该请求的 ACK，或服务器上 ListenOverflows、ListenDrops 计数没有增长：那么队列并没有满。',
  evidence: {
    acknowledged: () => '客户端完成握手，以为已经连上。',
    request: (v) =>
      `请求发了 ${v.requests} 次${v.atServer === 1 ? '，每次都到达' : ''}；服务器${Number.isNaN(v.waitedNs) ? '一个也没有确认' : '到最后一次才确认'}。`,
    'half-open': () => '其间服务器还在重发 SYN-ACK：对它的内核来说连接仍是半开，因为队列已满，放不下这个连接。',
    'at-last': () => '之后队列腾出位置，下一次重传的请求被接受。',
  },
  alternatives: {
    'request-unacknowledged': (v) =>
      v.atServer === 1
        ? '也可能是别的本地规则吞掉了请求；但放行握手、只丢数据的防火墙很少见。'
        : '若途中在这么长时间里丢掉了所有发往服务器的报文，看起来也一样：在服务器上抓包即可分辨。',
    'synack-retrans-ack-lost': () => '若只是 ACK 丢失，请求本身就能补上。',
  },
  next: {
    queue: () => 'Recv-Q 大于 Send-Q 就是全连接队列已满。',
    counters: () => 'ListenOverflows 和 ListenDrops 会随每次尝试增长。',
    program: () => '看程序为何不 accept：锁、慢磁盘，或在等自己的后端。',
  },
}
