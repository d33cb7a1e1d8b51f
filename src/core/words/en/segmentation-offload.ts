/** English words of `segmentation-offload`. */
import type { SegmentationOffloadTerms } from '../../diagnosis/rules/segmentation-offload.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const segmentationOffload: RuleWords<SegmentationOffloadTerms> = {
  summary: (v) =>
    `Segments of ${sideName(v.sender, 'en')} with up to ${formatBytes(v.largestBytes, 'en')} are larger than the MSS of ${formatBytes(v.mssBytes, 'en')}: the network card splits (or has joined) them; on the wire they are several packets.`,
  refutedBy: () => 'A path whose MTU is as large as these segments (jumbo frames all the way): then they went out as they are.',
  evidence: {
    offered: (v) => `The other end takes segments of at most ${formatBytes(v.mssBytes, 'en')}.`,
    large: (v) => `One packet in the capture with ${formatBytes(v.largestBytes, 'en')}.`,
  },
  alternatives: {
    'pmtu-blackhole': () =>
      'Packets that are really too large for the path would be sent again and again at that size; these are large in the capture only.',
  },
  next: {},
}
