/** Chinese words of `zero-window-stuck`. */
import type { ZeroWindowStuckTerms } from '../../diagnosis/rules/zero-window-stuck.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const zeroWindowStuck: RuleWords<ZeroWindowStuckTerms> = {
  summary: (v) =>
    `${sideName(v.receiver, 'zh')}的应用停止读取：窗口变为 0 后持续 ${formatDuration(v.shutNs, 'zh')}未再打开，而其主机一直在应答探测（${v.probes} 次）。不是网络的问题。`,
  refutedBy: () => '最后一次探测之后接收方给出大于零的窗口，或那里的接收队列为空（ss -tn）。',
  evidence: {
    shut: (v) => `${sideName(v.receiver, 'zh')}通告窗口为 0，此后一直如此。`,
    probes: (v) => `${sideName(v.sender, 'zh')}反复探测，每次得到的窗口都是 0。`,
    end: () => '连接最后被 RST 拆除。',
  },
  alternatives: {
    'zero-window': () => '如果只是读得慢，窗口总会再打开；这里始终没有。',
    'blackhole-timeout': () => '探测都有应答：主机和路径都正常，只是应用不读。',
  },
  next: {
    queue: (v) => `在${sideName(v.receiver, 'zh')}上执行：Recv-Q 一直是满的，就是哪个进程不读。`,
    program: (v) => `在${sideName(v.receiver, 'zh')}上执行：该进程是被暂停、死锁，还是在等别的东西？`,
  },
}
