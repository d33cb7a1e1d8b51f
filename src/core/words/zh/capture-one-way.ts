/** Chinese words of `capture-one-way`. */
import type { CaptureOneWayTerms } from '../../diagnosis/rules/capture-one-way.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const captureOneWay: RuleWords<CaptureOneWayTerms> = {
  summary: (v) => `只抓到了${sideName(v.seen, 'zh')}发出的报文；${sideName(v.unseen, 'zh')}其实有应答，只是没有经过这个抓包点。`,
  refutedBy: () => '在两条路径上都抓包，仍然没有另一端的任何报文：那它就真的没有发送。',
  evidence: {
    acknowledges: (v) =>
      v.ackedBytes > 0
        ? `${sideName(v.seen, 'zh')}确认了 ${formatBytes(v.ackedBytes, 'zh')}数据，而这些数据不在抓包中。`
        : `${sideName(v.seen, 'zh')}完成了握手，而它所确认的应答不在抓包中。`,
  },
  alternatives: { 'syn-no-answer': (v) => `如果没有应答，${sideName(v.seen, 'zh')}就没有东西可确认；它确认的报文不在本抓包中。` },
  next: { 'both-ways': () => '在本机所有网卡上抓包，或到另一端抓包：回程很可能走了另一块网卡或另一条路径。' },
}
