/** English words of `zero-window`. */
import type { ZeroWindowTerms } from '../../diagnosis/rules/zero-window.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const zeroWindow: RuleWords<ZeroWindowTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.receiver, 'en'))} read too slowly: its receive buffer was full ${v.times === 1 ? 'once' : `${v.times} times`}, and ${sideName(v.sender, 'en')} had to wait ${formatDuration(v.shutNs, 'en')}. The network is not the cause.`,
  refutedBy: () => 'A receive queue that is empty at this time on the receiver (Recv-Q 0 in ss -tn): then its program does read.',
  evidence: {
    shut: (v) => `${atStart(sideName(v.receiver, 'en'))} says that it has no room left: its window is 0.`,
    probes: (v) => `${atStart(sideName(v.sender, 'en'))} asks whether there is room again.`,
    open: () => 'There is room again: the program has read.',
  },
  alternatives: {
    'zero-window-stuck': () => 'The window opened again each time: the program is slow, not stuck.',
    'window-limited': () => 'A window that is only small would let data through all the time; here it was shut.',
  },
  next: {
    queue: (v) =>
      `On ${sideName(v.receiver, 'en')} while it happens: a full Recv-Q shows data that the program has not read, and names the program.`,
    program: (v) =>
      `On ${sideName(v.receiver, 'en')}: does that program lack CPU, or does it wait for its disk, a lock or its own next server?`,
  },
}
