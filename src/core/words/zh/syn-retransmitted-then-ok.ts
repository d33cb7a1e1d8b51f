/** syn-retransmitted-then-ok, in Chinese. */
import type { SynRetransmittedThenOkTerms } from '../../diagnosis/rules/syn-retransmitted-then-ok.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-retransmitted-then-ok, in Chinese. */
export const synRetransmittedThenOk: RuleWords<SynRetransmittedThenOkTerms> = {
  summary: (v) =>
    `${v.client} 到 ${v.server} 的连接${Number.isNaN(v.delayNs) ? '很晚' : `晚了 ${formatDuration(v.delayNs, 'zh')}`}才建立：${v.answeredBefore === 1 ? '服务器的首个应答丢失或迟到' : v.atServer === 1 ? '首个 SYN 没有得到应答' : '首个 SYN 或其应答丢失或迟到'}${v.ecnGivenUp === 1 ? '，不带 ECN 的 SYN 才通过' : ''}。`,
  refutedBy: () => '第二个 SYN 的序号不同（那是另一次尝试），或程序记录的连接时间没有这段延迟。',
  evidence: {
    repeated: (v) =>
      v.ecnGivenUp === 1
        ? `${v.syns} 个序号相同的 SYN：第一个请求 ECN，重传的不再请求。途中可能有设备丢弃带 ECN 的 SYN。`
        : `${v.syns} 个序号相同的 SYN：没有应答，客户端内核就会重传。`,
    answered: () => '随后 SYN-ACK 到来，握手正常进行。',
    'answered-before': () => '重传之前服务器已经应答，但客户端还没有收到：应答丢失或迟到。',
  },
  alternatives: {
    'tfo-syn-dropped': () => '首个 SYN 带有快速打开选项：途中可能有设备丢弃这种 SYN。',
    'slow-server': () => '延迟在网络或内核：程序再忙也不会推迟 SYN-ACK。',
  },
  next: {
    counters: () => '每重传一个 SYN，TCPSynRetrans 就增长；若 ListenDrops 或 ListenOverflows 增长，说明是服务器而不是网络丢弃了 SYN。',
    'both-ends': () => '服务器上缺的 SYN 丢在去程，客户端上缺的 SYN-ACK 丢在回程。',
  },
}
