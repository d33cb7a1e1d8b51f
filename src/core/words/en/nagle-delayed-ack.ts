/** English words of `nagle-delayed-ack`. */
import type { NagleDelayedAckTerms } from '../../diagnosis/rules/nagle-delayed-ack.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const nagleDelayedAck: RuleWords<NagleDelayedAckTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.sender, 'en'))} writes in small pieces, and each next piece waits for the delayed ACK of the one before: ${counted(v.stalls, 'stall')} of up to ${formatDuration(v.pauseNs, 'en')}. TCP_NODELAY, or one write instead of two, removes them.`,
  refutedBy: () => 'The same pauses with TCP_NODELAY set, or pauses without an ACK at their end: then the program itself waits.',
  evidence: {
    stall: () => 'A small segment, and the next one that left only when its acknowledgment had come.',
  },
  alternatives: {
    'slow-client': () => 'A program that waits by itself does not go on at the very moment of an acknowledgment, time after time.',
    'slow-network': () => 'The way there and back has been subtracted.',
  },
  next: {
    trace: (v) => `On ${sideName(v.sender, 'en')}: several short writes in a row, and no TCP_NODELAY, prove it.`,
    options: (v) => `On ${sideName(v.sender, 'en')}: which program it is.`,
  },
}
