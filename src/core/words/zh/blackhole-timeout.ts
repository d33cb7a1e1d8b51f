/** Chinese words of `blackhole-timeout`. */
import type { BlackholeTimeoutTerms } from '../../diagnosis/rules/blackhole-timeout.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const blackholeTimeout: RuleWords<BlackholeTimeoutTerms> = {
  summary: (v) =>
    `${v.heard === 'never' ? `${sideName(v.other, 'zh')}没有任何回应` : `从某一刻起${sideName(v.other, 'zh')}再无任何回应`}；${sideName(v.sender, 'zh')}在 ${formatDuration(v.silenceNs, 'zh')}内反复重传，都没有应答。`,
  refutedBy: () => '第一次重传之后，在对端或此处抓到沉默一方的任何报文：那说明它还在，断的是回程。',
  evidence: {
    'last-heard': (v) => `${sideName(v.other, 'zh')}的最后一个报文。`,
    unanswered: (v) => `${sideName(v.sender, 'zh')}的这些数据始终没有被确认（${formatBytes(v.lostBytes, 'zh')}）。`,
    repeats: (v) => `同样的数据一再重传（抓包中 ${v.copies} 次），间隔越来越长。`,
  },
  alternatives: {
    'idle-timeout-middlebox': () => '如果此前连接已空闲数分钟，也可能是途中的防火墙或 NAT 忘记了它。',
    'capture-one-way': () => '只抓到一个方向时也看不到应答；但那样发送方自己能收到应答，不会一再重传同样的数据。',
    'loss-rto': () => '普通丢包总会有一些报文通过；这里一个都没有回来。',
  },
  next: {
    path: (v) => `从${sideName(v.sender, 'zh')}执行：路径还能到达${sideName(v.other, 'zh')}吗？断在哪里？`,
    'other-end': (v) => `在${sideName(v.other, 'zh')}上执行：连接还在，说明路径断了；连接没了，说明主机或程序重启过。`,
  },
}
