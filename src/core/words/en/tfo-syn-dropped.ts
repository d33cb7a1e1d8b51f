/** tfo-syn-dropped, in English. */
import type { TfoSynDroppedTerms } from '../../diagnosis/rules/tfo-syn-dropped.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-syn-dropped, in English. */
export const tfoSynDropped: RuleWords<TfoSynDroppedTerms> = {
  summary: (v) =>
    `The connection from ${v.client} to ${v.server} came up ${formatDuration(v.delayNs, 'en')} late: its SYN with Fast Open got no answer, a plain SYN did. Something on the way drops such SYNs.`,
  refutedBy: () => 'The SYN with Fast Open in a capture at the server, answered there: then the answer was lost, not the SYN.',
  evidence: {
    'fast-open': (v) =>
      v.dataBytes > 0 ? `SYN with ${v.dataBytes} bytes of data: no answer.` : 'SYN with the Fast Open option: no answer.',
    plain: (v) => `${formatDuration(v.delayNs, 'en')} later the client repeats it without data and without the option.`,
    answered: () => 'The plain SYN is answered.',
  },
  alternatives: {
    'syn-retransmitted-then-ok': () =>
      'The first SYN may also have been lost by chance; when it happens again and again, it is the option or the data.',
  },
  next: {
    again: () => 'If ActiveFail grows with every new connection, it is no chance.',
    'both-ends': () => 'If the first SYN does not arrive at the server, a firewall or load balancer on the way drops it.',
  },
}
