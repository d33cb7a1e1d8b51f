/** English words of `zero-window`. */
import type { ZeroWindowTerms } from '../../diagnosis/rules/zero-window.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const zeroWindow: RuleWords<ZeroWindowTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.receiver, 'en'))} read too slowly: its receive buffer was full ${v.times === 1 ? 'once' : `${v.times} times`}, and ${sideName(v.sender, 'en')} had to wait${waited(v)}. The network is not the cause.`,
  refutedBy: () => 'A receive queue that is empty at this time on the receiver (Recv-Q 0 in ss -tn): then its program does read.',
  evidence: {
    shut: (v) => `${atStart(sideName(v.receiver, 'en'))} says that it has no room left: its window is 0.`,
    probes: (v) => `${atStart(sideName(v.sender, 'en'))} asks whether there is room again.`,
    open: () => 'There is room again: the program has read.',
  },
  alternatives: {
    'zero-window-stuck': (v) =>
      v.shutAtEnd === 1
        ? 'The capture ends while the window is shut: whether it opened later is not in it.'
        : 'The window opened again each time: the program is slow, not stuck.',
    'window-limited': () => 'A window that is only small would let data through all the time; here it was shut.',
  },
  next: {
    queue: (v) =>
      `On ${sideName(v.receiver, 'en')} while it happens: a full Recv-Q shows data that the program has not read, and names the program.`,
    program: (v) =>
      `On ${sideName(v.receiver, 'en')}: does that program lack CPU, or does it wait for its disk, a lock or its own next server?`,
  },
}

/** How long the sender waited, where the capture has times; it had not stopped waiting when the capture ended before the window opened. */
function waited(v: ZeroWindowTerms['values']): string {
  if (Number.isNaN(v.shutNs)) return ''
  const duration = formatDuration(v.shutNs, 'en')
  return v.shutAtEnd === 1 ? ` ${duration} or longer` : ` ${duration}`
}
