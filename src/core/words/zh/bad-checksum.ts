/** Chinese words of `bad-checksum`. */
import type { BadChecksumTerms } from '../../diagnosis/rules/bad-checksum.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const badChecksum: RuleWords<BadChecksumTerms> = {
  summary: (v) =>
    `${sideName(v.sender, 'zh')}的 ${v.damaged} 个段（${formatBytes(v.bytes, 'zh')}）到达时校验和错误：数据在途中损坏，被${sideName(v.receiver, 'zh')}默默丢弃。${v.repaired === 'yes' ? '后来到达了完好的副本。' : ''}`,
  refutedBy: () => '在完好的副本到达之前就有对该段的确认，或在到达处抓到同一报文的正确校验和。',
  evidence: {
    damaged: () => '校验和与内容不符，也不是等待网卡补算的那种值。',
    taken: (v) => `完好的副本到达后，${sideName(v.receiver, 'zh')}才确认这些数据。`,
  },
  alternatives: {
    'checksum-offload': () => '如果是留给网卡补算，校验和字段里应是地址和长度之和；这里不是。',
    'loss-rto': () => '在发送方看来像丢包；这里可以看到报文其实到了。',
  },
  next: {
    counters: (v) => `在${sideName(v.receiver, 'zh')}上执行：TcpInCsumErrors 增长即可证实。`,
    interface: () => '有 CRC 错误就查网线、接头、光模块；完全没有则怀疑途中设备的内存或软件。',
  },
}
