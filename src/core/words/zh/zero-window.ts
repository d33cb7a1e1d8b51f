/** Chinese words of `zero-window`. */
import type { ZeroWindowTerms } from '../../diagnosis/rules/zero-window.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const zeroWindow: RuleWords<ZeroWindowTerms> = {
  summary: (v) =>
    `${sideName(v.receiver, 'zh')}读取太慢：接收缓冲区写满 ${v.times} 次，${sideName(v.sender, 'zh')}被迫等待${waited(v)}。不是网络的问题。`,
  refutedBy: () => '当时接收方的接收队列为空（ss -tn 的 Recv-Q 为 0）：那么程序是在读取的。',
  evidence: {
    shut: (v) => `${sideName(v.receiver, 'zh')}通告窗口为 0：没有空间了。`,
    probes: (v) => `${sideName(v.sender, 'zh')}探测窗口是否已打开。`,
    open: () => '窗口重新打开：应用读走了数据。',
  },
  alternatives: {
    'zero-window-stuck': (v) =>
      v.shutAtEnd === 1 ? '抓包结束时窗口仍然关闭：之后是否打开，抓包里看不到。' : '窗口每次都重新打开：应用只是慢，没有停住。',
    'window-limited': () => '窗口如果只是偏小，数据会一直流动；这里窗口完全关闭过。',
  },
  next: {
    queue: (v) => `问题出现时在${sideName(v.receiver, 'zh')}上执行：Recv-Q 很大说明应用没有读取，同时会显示是哪个进程。`,
    program: (v) => `在${sideName(v.receiver, 'zh')}上执行：这个进程是缺 CPU，还是在等磁盘、锁或它自己的下游？`,
  },
}

/** How long the sender waited, where the capture has times; only the least where the window was still shut at its end. */
function waited(v: ZeroWindowTerms['values']): string {
  if (Number.isNaN(v.shutNs)) return ''
  const duration = formatDuration(v.shutNs, 'zh')
  return v.shutAtEnd === 1 ? `至少 ${duration}` : ` ${duration}`
}
