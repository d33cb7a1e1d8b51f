/** English words of `slow-bandwidth`. */
import type { SlowBandwidthTerms } from '../../diagnosis/rules/slow-bandwidth.ts'
import { formatDuration } from '../durations.ts'
import { formatBytes } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const slowBandwidth: RuleWords<SlowBandwidthTerms> = {
  summary: (v) =>
    `A narrow link is full: nothing was lost, but while the data of ${sideName(v.sender, 'en')} flowed the round trip grew from ${formatDuration(v.emptyNs, 'en')} to ${formatDuration(v.loadedNs, 'en')}. It gets ${formatBytes(Math.round(v.bitsPerSecond / 8), 'en')} per second through.`,
  refutedBy: () => 'Round trips as long when nothing is being sent, or the same transfer faster with another program on the same path.',
  evidence: {
    empty: (v) => `The handshake, on the empty path: ${formatDuration(v.emptyNs, 'en')}.`,
    loaded: (v) => `From the first to the last data a typical round trip takes ${formatDuration(v.loadedNs, 'en')}: packets stand in line.`,
  },
  alternatives: {
    'slow-network': (v) => `The way itself takes only ${formatDuration(v.emptyNs, 'en')}.`,
    'slow-server': () => 'The data came steadily: nobody waited for a program.',
    'loss-congestion': () => 'The queue did not overflow: nothing had to be sent again.',
  },
  next: {
    rate: () => "From the client: the same rate for another transfer shows the link's limit, a higher one a limit for this connection.",
    queue: () =>
      'On the routers with slow links: a large backlog shows where the queue stands; a smaller queue or fq_codel shortens the wait.',
  },
}
