/** English words of `syn-flood`. */
import type { SynFloodTerms } from '../../diagnosis/groups/syn-flood.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const synFlood: RuleWords<SynFloodTerms> = {
  summary: (v) =>
    `SYN flood: ${formatCount(v.halfOpen)} handshakes with ${v.host}:${v.port} were begun${v.perSecond > 0 ? ` (${formatCount(v.perSecond)} per second)` : ''}, from ${v.isAtLeast === 1 ? 'more than' : 'about'} ${formatCount(v.sources)} addresses, and not one was completed.`,
  refutedBy: () =>
    'Final ACKs for these handshakes in a capture without loss, or the same addresses completing connections: then they are real clients.',
  evidence: {
    syns: (v) =>
      `SYNs that are never repeated and never followed up${v.isUniform === 1 ? ', with the same window and options whoever they claim to be from' : ''}. ${v.answered > 0 ? `${formatCount(v.answered)} were answered.` : 'No answer is in this capture.'}`,
  },
  alternatives: {
    'syn-no-answer': () => 'Clients of a server that is down repeat their SYN after a second, and differ in window and options.',
    'scan-syn': () => 'A scan asks many ports; here it is always the same one.',
  },
  next: {
    cookies: () => 'On the server: with SYN cookies on, real clients get through all the same; growing counters show that they are in use.',
    'half-open': () => 'On the server: how many handshakes are half open now.',
    'real-clients': () => 'From a real client: does the port still answer?',
  },
}
