/** English words of `clock-step`. */
import type { ClockStepTerms } from '../../diagnosis/rules/clock-step.ts'
import { formatDuration } from '../durations.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const clockStep: RuleWords<ClockStepTerms> = {
  summary: (v) =>
    `The clock of the capture went back by ${formatDuration(v.backNs, 'en')}${v.times > 1 ? ` (${formatCount(v.times)} steps back in all)` : ''}: times between packets mean little around it.`,
  refutedBy: () => 'The same packets with ascending times in a capture made on one interface of a host whose clock was not set meanwhile.',
  evidence: { back: () => 'Its time is before that of the packet in front of it.' },
  alternatives: {
    reordering: () => 'A network that changes the order of packets does not change their times: those are given where the capture is made.',
  },
  next: {
    clock: () => 'Was the clock of the capturing host set or corrected at that moment?',
    sort: () => 'If several interfaces or files were put together, their packets can be brought into the order of their times.',
  },
}
