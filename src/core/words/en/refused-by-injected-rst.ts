/** refused-by-injected-rst, in English. */
import type { RefusedByInjectedRstTerms } from '../../diagnosis/rules/refused-by-injected-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** refused-by-injected-rst, in English. */
export const refusedByInjectedRst: RuleWords<RefusedByInjectedRstTerms> = {
  summary: (v) =>
    `Somebody on the way forged a refusal: a RST in the name of ${v.server} reached ${v.client} first, then the real server accepted the connection. The program saw "Connection refused".`,
  refutedBy: () => "This RST in a capture on the server's own interface: then the server sent it.",
  evidence: {
    forged: (v) =>
      `RST in the server's name${Number.isNaN(v.rstAfterNs) ? '' : `, ${formatDuration(v.rstAfterNs, 'en')} after the SYN`}${v.rstTtl > 0 && v.rstTtl !== v.synAckTtl ? `; it has ${v.rstTtl} hops left` : ''}.`,
    genuine: (v) =>
      `The server's own SYN-ACK${Number.isNaN(v.synAckAfterNs) ? '' : `, ${formatDuration(v.synAckAfterNs, 'en')} after the SYN`}${v.rstTtl > 0 && v.rstTtl !== v.synAckTtl ? `, with ${v.synAckTtl} hops left` : ''}: a host that refuses with RST never accepts the same SYN afterwards.`,
    'client-reset': () => 'The client had already given up and resets the late answer.',
  },
  alternatives: {
    'refused-by-rst': () => 'A genuine refusal is ruled out: the server accepted the same SYN.',
  },
  next: {
    ttl: () => 'The hop at the distance that the forged RST shows is where to look: a filter, an intrusion prevention system, a censor.',
    'both-ends': () => 'The server will show SYN, SYN-ACK and the RST of the client, but not the forged RST.',
  },
}
