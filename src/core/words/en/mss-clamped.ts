/** English words of `mss-clamped`. */
import type { MssClampedTerms } from '../../diagnosis/rules/mss-clamped.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const mssClamped: RuleWords<MssClampedTerms> = {
  summary: (v) =>
    `The SYN of ${sideName(v.far, 'en')} asks for segments of at most ${v.farMss} bytes, ${sideName(v.near, 'en')} offers ${v.nearMss}: a device on the way (or a tunnel) makes them smaller. That is normal for tunnels and does no harm.`,
  refutedBy: () => 'The same small MSS in a capture at the host that sent the SYN: then that host asks for it itself.',
  evidence: {
    'near-offer': (v) => `${atStart(sideName(v.near, 'en'))} offers ${v.nearMss} bytes, as Ethernet carries them.`,
    'far-offer': (v) => `In the SYN of ${sideName(v.far, 'en')}, as it arrived here, ${v.farMss} bytes.`,
  },
  alternatives: {
    'open-normal': (v) => `The link of ${sideName(v.far, 'en')} itself may carry no more; then nothing was changed.`,
    'pmtud-works': () => 'No ICMP message was needed: the size was agreed on in the handshake.',
  },
  next: {
    'other-capture': (v) => `On ${sideName(v.far, 'en')}: if its SYN leaves with a larger MSS, a device on the way has changed it.`,
    'path-mtu': () => 'The MTU of the path, hop by hop: it shows where it becomes smaller.',
  },
}
