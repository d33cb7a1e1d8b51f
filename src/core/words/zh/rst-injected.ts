/** Chinese words of `rst-injected`. */
import type { RstInjectedTerms } from '../../diagnosis/rules/rst-injected.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstInjected: RuleWords<RstInjectedTerms> = {
  summary: (v) =>
    v.sure === 'yes'
      ? `以${sideName(v.sender, 'zh')}名义发出的 RST 是途中第三方伪造的，并非出自${sideName(v.sender, 'zh')}。`
      : `以${sideName(v.sender, 'zh')}名义发出的 RST 很可能是途中第三方伪造的：不像是${sideName(v.sender, 'zh')}自己发的。`,
  refutedBy: () => '在其声称的发送方主机接口的抓包中有这个 RST。',
  evidence: {
    resets: (v) => `共有 ${v.resets} 个以${sideName(v.sender, 'zh')}名义发出的 RST。`,
    stepped: (v) =>
      `它们的序号逐级递增（${v.steps}），超出了${sideName(v.sender, 'zh')}已发送的全部数据：有人在猜测${sideName(v.receiver, 'zh')}的接收窗口。`,
    'window-steps': (v) =>
      `它们的序号逐级递增（${v.steps}），超出了${sideName(v.sender, 'zh')}已发送的全部数据，而且都是${sideName(v.receiver, 'zh')}报文窗口字段 ${v.windowBytes} 的整数倍：这是 tcpkill 一类嗅探工具猜测窗口的做法。`,
    ttl: (v) => `它们到达时 TTL 为 ${v.resetTtl}，而${sideName(v.sender, 'zh')}的其他报文为 ${v.usualTtl}：来自别的位置。`,
    'no-df': (v) => `它们没有 DF 标志，而${sideName(v.sender, 'zh')}的报文都有。`,
    'flow-label': (v) => `它们没有 IPv6 流标签，而${sideName(v.sender, 'zh')}的报文都有。`,
    'ip-id': (v) => `IP ID ${v.resetId} 接不上${sideName(v.sender, 'zh')}的计数（此前为 ${v.idBefore}），而且没有时间戳选项。`,
    early: (v) =>
      `它在${sideName(v.receiver, 'zh')}发出数据后仅 ${formatDuration(v.earlyNs, 'zh')} 就确认了这些数据，而报文往返${sideName(v.sender, 'zh')}需要 ${formatDuration(v.rttNs, 'zh')}：应答者离得更近。`,
    'goes-on': (v) => `在“它的”RST 之后，${sideName(v.sender, 'zh')}照常发送，好像从未重置过。`,
  },
  alternatives: {
    'rst-unknown-connection': (v) => `忘记了连接的主机只会用对方所确认的序号回一个 RST；这里不像是${sideName(v.sender, 'zh')}发的。`,
    'rst-abort': (v) => `程序中止连接时只发一个序号精确的 RST，报文头与${sideName(v.sender, 'zh')}的其他报文一致。`,
  },
  next: {
    compare: (v) => `在${sideName(v.sender, 'zh')}上也抓包：如果那里没有这个 RST，就可以确定是伪造。`,
    headers: () => '把这些 RST 的 TTL、IP ID、DF 与其他报文对比；再用逐步增大的 TTL 发起测试连接，找出伪造者在第几跳。',
  },
}
