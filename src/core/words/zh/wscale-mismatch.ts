/** Chinese words of `wscale-mismatch`. */
import type { WscaleMismatchTerms } from '../../diagnosis/rules/wscale-mismatch.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const wscaleMismatch: RuleWords<WscaleMismatchTerms> = {
  summary: (v) =>
    `途中有设备单向剥掉了窗口缩放选项：${sideName(v.sender, 'zh')}以为${sideName(v.receiver, 'zh')}的窗口只有 ${v.window} 字节${v.isScaleSeen === 1 ? `（实际为 ${formatBytes(v.window * 2 ** v.scale, 'zh')}）` : ''}，只能一小段一小段地发，停顿最长 ${formatDuration(v.pauseNs, 'zh')}。`,
  refutedBy: () => '在接收方主机自身的抓包中 SYN-ACK 就没有窗口缩放选项：那并非途中被删除。',
  evidence: {
    offers: (v) =>
      v.isScaleSeen === 1
        ? '在此处看到双方都带窗口缩放选项，因此窗口应按缩放计算。'
        : `${sideName(v.sender, 'zh')}提供了窗口缩放，但到达此处的应答里没有。`,
    tiny: (v) => `在没有未确认数据的停顿之后，发出的段长度恰好等于未缩放的窗口；这样的段共 ${v.segments} 个。`,
  },
  alternatives: {
    'zero-window': () => '窗口从未为 0：接收方有空间。',
    'window-limited': () => '没有程序会故意把接收缓冲设得这么小；但只看一侧无法完全排除。',
  },
  next: {
    'other-capture': (v) =>
      `在${v.isScaleSeen === 1 ? sideName(v.sender, 'zh') : sideName(v.receiver, 'zh')}上抓包，与本抓包对比 SYN 和 SYN-ACK 的选项：只在一侧出现的窗口缩放就是途中被删的。`,
    middlebox: () => '在途中每台防火墙和路由器上查找修改或删除 TCP 选项的规则。',
    workaround: (v) => `在${sideName(v.receiver, 'zh')}上试验：关闭缩放后传输恢复正常，即可证实原因。`,
  },
}
