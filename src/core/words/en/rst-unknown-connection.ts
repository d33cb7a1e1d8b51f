/** English words of `rst-unknown-connection`. */
import type { RstUnknownConnectionTerms } from '../../diagnosis/rules/rst-unknown-connection.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstUnknownConnection: RuleWords<RstUnknownConnectionTerms> = {
  summary: (v) =>
    `${atStart(sideName(v.resetter, 'en'))} no longer knows this connection and resets it: restart, failover, a changed address translation, or an expired entry on the way.`,
  refutedBy: () =>
    'The connection in the list of sockets (ss -tan) of the resetting host at this moment, or a capture there without this RST.',
  evidence: {
    answered: (v) =>
      `What ${sideName(v.other, 'en')} sent last${Number.isNaN(v.quietNs) ? '' : `, with the latest news from either end ${formatDuration(v.quietNs, 'en')} before the RST`}.`,
    'bare-reset': (v) => `RST in the name of ${sideName(v.resetter, 'en')} without ACK: the answer of a host that has no such connection.`,
  },
  alternatives: {
    'idle-timeout-middlebox': () =>
      'A firewall or NAT on the way that had forgotten the connection can send the same RST in the name of the host.',
    'rst-injected': () => 'One RST that fits in every field cannot be told from a good forgery; nothing here points to one.',
    'rst-abort': () => 'A program that aborts sends RST together with ACK; this one has none.',
  },
  next: {
    uptime: (v) =>
      `On ${sideName(v.resetter, 'en')}: if it started after this connection did, the restart explains it; else look at address translation and load balancers in front of it.`,
    compare: (v) => `Capture there too: if this RST does not leave ${sideName(v.resetter, 'en')}, something on the way sent it.`,
  },
}
