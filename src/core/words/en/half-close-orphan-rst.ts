/** English words of `half-close-orphan-rst`. */
import type { HalfCloseOrphanRstTerms } from '../../diagnosis/rules/half-close-orphan-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const halfCloseOrphanRst: RuleWords<HalfCloseOrphanRstTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.late, 'en'))} closed ${formatDuration(v.gapNs, 'en')} after ${sideName(v.first, 'en')}, which had forgotten the connection by then and answered with RST. No data was lost.`,
  refutedBy: () => "The first closer's socket still in FIN-WAIT-2 (ss -tan) at the time of the RST, or unread data at its program.",
  evidence: {
    fin: (v) => `FIN of ${sideName(v.first, 'en')}: it closed first.`,
    'fin-acknowledged': (v) => `${atStart(sideName(v.late, 'en'))} acknowledges that FIN, but does not close yet.`,
    'late-fin': (v) => `FIN of ${sideName(v.late, 'en')}, ${formatDuration(v.gapNs, 'en')} later.`,
    reset: (v) =>
      `${atStart(sideName(v.first, 'en'))} answers that FIN with a bare RST: it no longer has the connection. Everything but the FIN had been acknowledged.`,
  },
  alternatives: {
    'rst-unknown-connection': (v) =>
      `A restart of ${sideName(v.first, 'en')} in between would look the same, but after a complete FIN exchange its waiting time (60 s on Linux) is the simpler reason.`,
  },
  next: {
    'late-closer': (v) => `On ${sideName(v.late, 'en')}: sockets in CLOSE-WAIT belong to the program that closes so late.`,
  },
}
