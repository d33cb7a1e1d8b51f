/** Chinese words of `paws-drop`. */
import type { PawsDropTerms } from '../../diagnosis/rules/paws-drop.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const pawsDrop: RuleWords<PawsDropTerms> = {
  summary: (v) =>
    `${sideName(v.receiver, 'zh')}拒收了${sideName(v.sender, 'zh')}的报文，因为时间戳比先前见过的更旧（PAWS）；数据${Number.isNaN(v.delayNs) ? '延迟' : `晚了 ${formatDuration(v.delayNs, 'zh')}`}才送达。`,
  refutedBy: () => '接收方立即确认了时间戳较旧的新数据，或那里的 PAWSEstab 没有增长。',
  evidence: {
    backwards: () => '序号正好接续的数据，时间戳却比前一个报文更旧。',
    again: (v) => `${sideName(v.sender, 'zh')}重发同样的数据（${v.rejected} 次）：之前的没有被接受。`,
    refused: (v) => `${sideName(v.receiver, 'zh')}以旧的确认号应答：报文到了，但没有被接受。`,
  },
  alternatives: {
    'loss-rto': () => '如果是丢包，不会有应答；这里每次都以旧的确认号应答。',
  },
  next: {
    counters: (v) => `在${sideName(v.receiver, 'zh')}上执行：PAWSEstab（TcpExtPAWSEstab）增长即可证实。`,
    'both-ends': (v) =>
      `在${sideName(v.sender, 'zh')}上执行：发出时时间戳正常，说明途中设备（NAT、负载均衡）改写了时间戳或混用了多台主机；发出时就不对，说明时钟跳变。`,
  },
}
