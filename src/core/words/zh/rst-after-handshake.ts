/** rst-after-handshake, in Chinese. */
import type { RstAfterHandshakeTerms } from '../../diagnosis/rules/rst-after-handshake.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** rst-after-handshake, in Chinese. */
export const rstAfterHandshake: RuleWords<RstAfterHandshakeTerms> = {
  summary: (v) => `${v.server} 刚接受 ${v.client} 的连接就立即中止：代理或负载均衡没有可用后端、程序的访问控制，或达到了某个上限。`,
  refutedBy: () => 'RST 没有时间戳且 IP ID 为 0（队列满时的样子），或服务器端抓包中并未发出它。',
  evidence: {
    up: () => '握手已完成。',
    request: (v) => `客户端发送了 ${v.requestBytes} 字节。`,
    reset: (v) =>
      `${Number.isNaN(v.afterNs) ? '' : `握手之后 ${formatDuration(v.afterNs, 'zh')}，`}服务器一句话没说就发出带 ACK 的 RST：套接字存在过，是程序强行关闭的。`,
  },
  alternatives: {
    'accept-queue-full-rst': () => '全连接队列满时还没有套接字，RST 不带 ACK。',
    'rst-injected': () => '途中设备也能伪造；但首部中没有支持这一点的迹象。',
  },
  next: {
    log: () => '找出监听的程序，它的日志会说明为何拒绝客户端。若是负载均衡，看后端的状态。',
    limits: () => '打开文件数达到上限的程序，只能把刚接受的连接关掉。',
  },
}
