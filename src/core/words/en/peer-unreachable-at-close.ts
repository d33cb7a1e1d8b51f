/** English words of `peer-unreachable-at-close`. */
import type { PeerUnreachableAtCloseTerms } from '../../diagnosis/rules/peer-unreachable-at-close.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const peerUnreachableAtClose: RuleWords<PeerUnreachableAtCloseTerms> = {
  summary: (v) =>
    `The program on the side of ${sideName(v.closer, 'en')} has closed, but ${v.lostBytes > 0 ? `its last ${formatBytes(v.lostBytes, 'en')} and its FIN were` : 'its FIN was'} never acknowledged: ${sideName(v.other, 'en')} could not be reached any more.`,
  refutedBy: () =>
    'An acknowledgment for the last data or FIN in a capture at the other end: then it got there, and only the answer did not.',
  evidence: {
    'last-heard': (v) => `The last sign of life of ${sideName(v.other, 'en')}.`,
    fin: (v) => `FIN of ${sideName(v.closer, 'en')}: its program has closed.`,
    repeats: (v) => `It is sent again (${v.copies} repeats in ${formatDuration(v.tryingNs, 'en')}), and nothing comes back.`,
  },
  alternatives: {
    'blackhole-timeout': () =>
      'The path (or the other host) failed in the same way as in a connection that goes silent in the middle; here the program had already closed.',
    'half-closed-unfinished': (v) => `Had ${sideName(v.other, 'en')} only kept its side open, its system would have acknowledged the FIN.`,
  },
  next: {
    path: (v) => `From ${sideName(v.closer, 'en')}: does the path still reach ${sideName(v.other, 'en')}?`,
    orphans: (v) =>
      `On ${sideName(v.closer, 'en')}: sockets without a process that still try to deliver; they end by themselves after tcp_orphan_retries.`,
  },
}
