/** synack-reset-by-client, in Chinese. */
import type { SynackResetByClientTerms } from '../../diagnosis/rules/synack-reset-by-client.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-reset-by-client, in Chinese. */
export const synackResetByClient: RuleWords<SynackResetByClientTerms> = {
  summary: (v) =>
    v.syns === 0
      ? `${v.server} 接受了连接，而被当作请求方的 ${v.client} 立即将其重置：端口扫描、源地址伪造的请求，或客户端已放弃等待。请求本身不在抓包中。`
      : `${v.server} 接受了连接，客户端一侧 ${v.client} 却立即重置了这个半开连接：端口扫描，或客户端先收到了别的答复，或已放弃等待。`,
  refutedBy: () => '客户端抓包中并没有发出这个 RST：那是途中设备所发。',
  evidence: {
    accepted: (v) => `服务器的 SYN-ACK${Number.isNaN(v.synAckAfterNs) ? '' : `，在 SYN 之后 ${formatDuration(v.synAckAfterNs, 'zh')}`}。`,
    reset: (v) =>
      `${Number.isNaN(v.resetAfterNs) ? '' : `${formatDuration(v.resetAfterNs, 'zh')}后`}客户端回的是 RST 而不是 ACK：该主机上已没有这个连接。`,
  },
  alternatives: {
    'scan-syn': () => 'SYN 扫描对每个开放端口都会这样：看同一客户端是否在试很多端口。',
    'refused-by-injected-rst': () => '可能先有伪造的 RST 告诉客户端被拒绝；这种报文只在靠近客户端处才看得到。',
    'syn-retransmitted-then-ok': () => '应答来得太晚：程序可能已放弃等待。',
  },
  next: {
    'at-client': () => '看客户端在 SYN-ACK 之前收到了什么（RST、ICMP 差错或什么都没有），就知道它为何放弃。',
    others: () => '若接连出现许多端口或主机，就是扫描。',
  },
}
