/** English words of `idle-timeout-middlebox`. */
import type { IdleTimeoutMiddleboxTerms } from '../../diagnosis/rules/idle-timeout-middlebox.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const idleTimeoutMiddlebox: RuleWords<IdleTimeoutMiddleboxTerms> = {
  summary: (v) =>
    `The connection was idle for ${formatDuration(v.idleNs, 'en')}, and then it was gone on the way: ${v.rstTtl === 0 ? `the next data of ${sideName(v.speaker, 'en')} found no answer` : `the next data of ${sideName(v.speaker, 'en')} met a reset that did not come from ${sideName(v.other, 'en')}`}. A firewall or NAT has probably forgotten it.`,
  refutedBy: () =>
    'The late data in a capture at the other end, or a reset that left from there: then nothing on the way forgot the connection.',
  evidence: {
    'last-heard': () => 'The last packet before the long idle time.',
    unanswered: () => 'The first data after it is repeated without any answer.',
    'foreign-reset': (v) =>
      `A reset with TTL ${v.rstTtl}; the packets of ${sideName(v.other, 'en')} had ${v.usualTtl}: another device sent it.`,
  },
  alternatives: {
    'blackhole-timeout': () =>
      'The path may also have failed during the idle time; the idle time makes a forgotten connection more likely.',
    'rst-unknown-connection': () =>
      'If the other end was restarted meanwhile, it does not know the connection either; its own resets would have its own TTL.',
  },
  next: {
    'both-ends': (v) => `On ${sideName(v.other, 'en')}: if the connection is still there, something between the two has forgotten it.`,
    keepalive: (v) => `On ${sideName(v.speaker, 'en')}: let keepalives begin before ${formatDuration(v.idleNs, 'en')} are over.`,
    timeout: () => 'On the firewalls and NATs on the way: how long they remember an idle connection.',
  },
}
