/** Chinese words of `options-stripped`. */
import type { OptionsStrippedTerms } from '../../diagnosis/rules/options-stripped.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const optionsStripped: RuleWords<OptionsStrippedTerms> = {
  summary: () => 'SYN 提供了 SACK、时间戳和窗口缩放，而应答里一个都没有：很可能被途中设备删除。在高时延或有丢包的路径上，传输会变慢。',
  refutedBy: () => '在服务器自身接口上抓到的 SYN-ACK 就没有这些选项：那是服务器不支持。',
  evidence: {
    offered: () => '带有全部三个选项的 SYN。',
    'none-left': (v) =>
      `SYN-ACK 里一个都没有。它的窗口 ${v.window} 是 MSS（${v.mss}）的整数倍，是 Linux 的做法，而 Linux 会回应对方提供的每个选项。`,
  },
  alternatives: {
    'open-normal': () => '也可能是服务器关闭了这些选项，或有 SYN 代理代答：从这里看是一样的。',
  },
  next: {
    'other-capture': () => '在服务器上抓包：到达时已没有这些选项，说明是在途中丢的。',
    settings: () => '在服务器上查看：三项都应为 1；若为 0，就与途中设备无关。',
    middlebox: () => '在途中每台防火墙上查找删除选项的规则和 SYN 代理。',
  },
}
