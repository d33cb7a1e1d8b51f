/** English words of `repeated-attempts`. */
import type { RepeatedAttemptsTerms } from '../../diagnosis/groups/repeated-attempts.ts'
import { counted, formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

type Values = RepeatedAttemptsTerms['values']

const PORTS: Readonly<Record<Values['ports'], string>> = {
  new: ', from a new port each time',
  same: ', from the same port with a new sequence number each time',
  mixed: '',
}

/** So many times fit into a sentence. */
const MOST_TIMES = 6

/** Sentences of the rule. */
export const repeatedAttempts: RuleWords<RepeatedAttemptsTerms> = {
  summary: (v) =>
    `${v.source} made ${counted(v.attempts, 'attempt')} to connect to port ${v.port} of ${v.host} that failed (${outcomes(v)})${isShort(v) ? `, beginning at ${v.schedule} s` : ''}${v.succeeded >= 0 ? `; connection ${v.succeeded} came up` : ''}.`,
  refutedBy: (v) =>
    `Several programs or users on ${v.source} that each tried once: then they only look like one client that does not give up.`,
  evidence: {
    attempts: (v) =>
      `${v.attempts > v.shown ? 'The first SYNs' : 'The SYNs'} of the attempts${PORTS[v.ports]}${v.schedule === '' ? '' : `, at ${v.schedule} s`}.`,
  },
  alternatives: {
    'syn-no-answer': () => 'A SYN that the kernel repeats keeps its port and sequence number; these are attempts of the program.',
    'scan-syn': () => 'A scan asks many ports or hosts; here it is always the same one.',
  },
  next: {
    client: () => 'On the client: which program tries again, and how long does it wait? A short, fixed pause makes a busy server busier.',
    server: () => 'On the server, while the client tries: does the request arrive, and what answers it?',
  },
}

function isShort(v: Values): boolean {
  return v.schedule !== '' && v.attempts <= MOST_TIMES
}

function outcomes(v: Values): string {
  const parts: readonly (readonly [number, string])[] = [
    [v.silent, 'without an answer'],
    [v.refused, 'refused'],
    [v.rejected, 'turned away with ICMP'],
    [v.halfOpen, 'answered, but never open'],
    [v.aborted, 'accepted and reset'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, how]) => (count === v.attempts ? `all ${how}` : `${formatCount(count)} ${how}`))
    .join(', ')
}
