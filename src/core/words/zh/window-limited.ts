/** Chinese words of `window-limited`. */
import type { WindowLimitedTerms } from '../../diagnosis/rules/window-limited.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const windowLimited: RuleWords<WindowLimitedTerms> = {
  summary: (v) =>
    `${sideName(v.receiver, 'zh')}的接收窗口限制了传输：在途数据最多 ${formatBytes(v.windowBytes, 'zh')}，即每个往返（${formatDuration(v.rttNs, 'zh')}）只能传一个窗口，约每秒 ${formatBytes(Math.round(v.bitsPerSecond / 8), 'zh')}。`,
  refutedBy: () => '窗口尚有余量时发送方也停顿（其 ss -ti 没有 rwnd_limited）：那么限制来自程序或拥塞窗口。',
  evidence: {
    window: (v) => `${sideName(v.receiver, 'zh')}的窗口为 ${formatBytes(v.windowBytes, 'zh')}：SYN 中的缩放因子与最近一次的窗口值。`,
    flow: (v) =>
      `从其中第一个报文到最后一个，${sideName(v.sender, 'zh')}的在途数据平均 ${formatBytes(v.meanBytes, 'zh')}，最多 ${formatBytes(v.mostBytes, 'zh')}，每来一个确认才继续发送。`,
  },
  alternatives: {
    'slow-bandwidth': () => '带宽不足会造成排队，往返时间会变长；这里没有。',
    'slow-network': () => '路程长之所以代价大，是因为同时只允许这么少的数据在途。',
    'zero-window': () => '窗口从未关闭：程序读取跟得上。',
  },
  next: {
    sender: () => '传输期间在发送方执行：rwnd_limited 显示有多少时间在等待窗口。',
    receiver: (v) =>
      `在接收方查看接收缓冲区上限；要跑满带宽，需要“带宽 × ${formatDuration(v.rttNs, 'zh')}”大小的窗口。程序设置 SO_RCVBUF 会关闭自动增长。`,
  },
}
