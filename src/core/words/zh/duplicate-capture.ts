/** Chinese words of `duplicate-capture`. */
import type { DuplicateCaptureTerms } from '../../diagnosis/rules/duplicate-capture.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const duplicateCapture: RuleWords<DuplicateCaptureTerms> = {
  summary: () => '抓包中每个报文都出现了两次；连接本身没有问题。',
  refutedBy: () => '第二份副本的 IP ID 或时间戳不同，或在只会看到每个报文一次的抓包点仍然成对出现。',
  evidence: { copies: (v) => `${formatCount(v.packets)} 个报文有 ${formatCount(v.copies)} 份完全相同的副本，连 IP ID 和时间戳都一样。` },
  alternatives: { 'duplicate-network': () => '网络造成的重复只涉及个别报文，不会两个方向几乎全部重复。' },
  next: { 'one-interface': () => '只在一块网卡上抓包：用 any 时，经过网桥、veth 或隧道的报文会在每处各记录一次。' },
}
