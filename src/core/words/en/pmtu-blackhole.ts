/** English words of `pmtu-blackhole`. */
import type { PmtuBlackholeTerms } from '../../diagnosis/rules/pmtu-blackhole.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const pmtuBlackhole: RuleWords<PmtuBlackholeTerms> = {
  summary: (v) =>
    `Full-size packets of ${sideName(v.sender, 'en')} vanish without notice, small ones get through: the path takes smaller packets than it admits (path MTU black hole).${v.smallerBytes === 0 ? '' : ` After ${formatDuration(v.stallNs, 'en')} the sender tried ${formatBytes(v.smallerBytes, 'en')} by itself, and that went through.`}`,
  refutedBy: () => 'A full-size segment that is acknowledged without being made smaller, or small ones that are lost as well.',
  evidence: {
    'in-vain': (v) =>
      `${atStart(sideName(v.sender, 'en'))} sends the same ${formatBytes(v.segmentBytes, 'en')} again and again (${v.repeats} times), and they are never acknowledged.`,
    gap: (v) => `A small segment of ${sideName(v.sender, 'en')} arrives, the large ones in front of it never do.`,
    'small-passes': (v) =>
      `Packets without so many bytes go through: ${sideName(v.receiver, 'en')} hears ${sideName(v.sender, 'en')} and answers.`,
    smaller: () => 'Sent in smaller pieces, the bytes arrive.',
  },
  alternatives: {
    'loss-rto': () => 'Chance does not lose the large packets only.',
    'loss-congestion': () => 'A full queue drops small packets as well, and is empty again after a pause of seconds.',
    'blackhole-timeout': () => 'The path is not dead: small packets still get through.',
  },
  next: {
    probe: () => 'If the large ping gets no answer and a smaller one does, the path MTU is between the two; tracepath shows at which hop.',
    clamp: () => 'On the tunnel or router with the smaller link: makes both ends use smaller segments from the start.',
    icmp: (v) =>
      `Shows whether ${sideName(v.sender, 'en')} is told; ${v.told === 'yes' ? 'here it was, and its host ignored the message' : 'here no such message reached the capture'}: allow these messages in all firewalls on the way.`,
  },
}
