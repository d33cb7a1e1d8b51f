/** Chinese words of `rst-abort`. */
import type { RstAbortTerms } from '../../diagnosis/rules/rst-abort.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

const CAUSES: Readonly<Record<RstAbortTerms['values']['cause'], string>> = {
  'in-flight': '，当时还有数据正在到达',
  'just-received': '，很可能还没读完收到的数据',
  unknown: '',
}

/** Sentences of the rule. */
export const rstAbort: RuleWords<RstAbortTerms> = {
  summary: (v) =>
    `${sideName(v.resetter, 'zh')}一侧的程序用 RST 中止了连接${CAUSES[v.cause]}；${sideName(v.other, 'zh')}会看到“连接被对端重置”。`,
  refutedBy: () => '看似发出重置的主机自身抓包中没有这个 RST：那就是别人发的。',
  evidence: {
    reset: (v) => `以${sideName(v.resetter, 'zh')}名义发出的 RST 带有 ACK：发送它的套接字认识该连接。`,
    'received-before': (v) =>
      `在此之前${Number.isNaN(v.sinceDataNs) ? '' : ` ${formatDuration(v.sinceDataNs, 'zh')}`}，它最后一次收到数据。`,
    'follow-ups': () => '对仍在途中的报文逐个回应的 RST（不带 ACK），是中止的后果。',
  },
  alternatives: {
    'rst-injected': (v) => `伪造的 RST 很难像这个一样与${sideName(v.resetter, 'zh')}的其他报文吻合。`,
    'keepalive-timeout': (v) => `如果之前的 keepalive 探测都没有应答，放弃连接的就是${sideName(v.resetter, 'zh')}的内核，而不是程序。`,
  },
  next: {
    'program-log': (v) => `原因在${sideName(v.resetter, 'zh')}的程序里：查看它这一时刻的日志，是崩溃、触发限制，还是请求被取消。`,
    counters: (v) =>
      `在${sideName(v.resetter, 'zh')}上执行：TCPAbortOnClose 统计有未读数据时的关闭，TCPAbortOnData 统计 SO_LINGER 0 的关闭或关闭后又收到数据。`,
  },
}
