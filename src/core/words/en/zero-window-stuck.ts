/** English words of `zero-window-stuck`. */
import type { ZeroWindowStuckTerms } from '../../diagnosis/rules/zero-window-stuck.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const zeroWindowStuck: RuleWords<ZeroWindowStuckTerms> = {
  summary: (v) =>
    `The program at ${sideName(v.receiver, 'en')} stopped reading: its window went to 0 and stayed there for ${formatDuration(v.shutNs, 'en')}, although its host answered ${counted(v.probes, 'probe')}. The network is not the cause.`,
  refutedBy: () => 'A window above zero by the receiver behind the last probe, or a receive queue that is empty there (ss -tn).',
  evidence: {
    shut: (v) => `${atStart(sideName(v.receiver, 'en'))} says that it has no room left: its window is 0, and stays so.`,
    probes: (v) => `${atStart(sideName(v.sender, 'en'))} asks again and again; each answer says 0.`,
    end: () => 'The connection is torn down with a reset.',
  },
  alternatives: {
    'zero-window': () => 'A program that is merely slow would have opened the window at some time; this one never did.',
    'blackhole-timeout': () => 'The probes are answered: the host and the path are alive, only the program does not read.',
  },
  next: {
    queue: (v) => `On ${sideName(v.receiver, 'en')}: a Recv-Q that stays full shows the program that does not read.`,
    program: (v) => `On ${sideName(v.receiver, 'en')}: is that program stopped, in a deadlock, or waiting for something else?`,
  },
}
