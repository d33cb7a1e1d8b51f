/** English words of `slow-network`. */
import type { SlowNetworkTerms } from '../../diagnosis/rules/slow-network.ts'
import { formatDuration } from '../durations.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const slowNetwork: RuleWords<SlowNetworkTerms> = {
  summary: (v) =>
    `The way is long: one round trip takes ${formatDuration(v.rttNs, 'en')}, and the connection needed about ${formatCount(v.trips)} of them (${formatDuration(v.activeNs, 'en')}). Neither end kept the other waiting, and nothing was lost.`,
  refutedBy: () => 'Round trips that are much shorter at another time or with ping: then the wait was not on the way.',
  evidence: {
    handshake: (v) => `The handshake takes one round trip: ${formatDuration(v.rttNs, 'en')}.`,
    data: () => 'From the first to the last data: the time goes into round trips.',
  },
  alternatives: {
    'slow-server': (v) => `Both ends together took ${formatDuration(v.thinkNs, 'en')} for themselves.`,
    'slow-bandwidth': () => 'The round trip is as long for the first packet as under load: no queue makes it so.',
  },
  next: {
    path: () => 'From the client: at which hop does the time go up?',
    ping: () => 'From the client: if ping is as slow, it is the way; if not, something treats the connection differently.',
  },
}
