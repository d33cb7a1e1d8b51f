/** Chinese words of `peer-unreachable-at-close`. */
import type { PeerUnreachableAtCloseTerms } from '../../diagnosis/rules/peer-unreachable-at-close.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const peerUnreachableAtClose: RuleWords<PeerUnreachableAtCloseTerms> = {
  summary: (v) =>
    `${sideName(v.closer, 'zh')}的程序已关闭，但${v.lostBytes > 0 ? `最后 ${formatBytes(v.lostBytes, 'zh')}和 FIN` : ' FIN '}始终没有得到确认：已经联系不上${sideName(v.other, 'zh')}。`,
  refutedBy: () => '在另一端的抓包中有对最后数据或 FIN 的确认：那么数据已到达，只是应答没有回来。',
  evidence: {
    'last-heard': (v) => `这是${sideName(v.other, 'zh')}最后一次有动静。`,
    fin: (v) => `${sideName(v.closer, 'zh')}发送 FIN：程序已经关闭。`,
    repeats: (v) => `一再重传（${formatDuration(v.tryingNs, 'zh')}内重传 ${v.copies} 次），没有任何回应。`,
  },
  alternatives: {
    'blackhole-timeout': () => '路径（或对端主机）失效的方式与连接中途失联相同，只是这时程序已经关闭。',
    'half-closed-unfinished': (v) => `如果${sideName(v.other, 'zh')}只是没有关闭自己这一侧，它的内核会确认这个 FIN。`,
  },
  next: {
    path: (v) => `从${sideName(v.closer, 'zh')}执行：路径现在还能到达${sideName(v.other, 'zh')}吗？`,
    orphans: (v) => `在${sideName(v.closer, 'zh')}上执行：没有进程的套接字仍在尝试送达，超过 tcp_orphan_retries 后自行结束。`,
  },
}
