/** open-simultaneous, in English. */
import type { OpenSimultaneousTerms } from '../../diagnosis/rules/open-simultaneous.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** open-simultaneous, in English. */
export const openSimultaneous: RuleWords<OpenSimultaneousTerms> = {
  summary: (v) =>
    `${v.client} and ${v.server} called each other at the same moment; their SYNs crossed, and the connection is up. Neither of them is the server.`,
  refutedBy: () =>
    "A listening socket on one of the two ports, and a SYN-ACK whose number is one beyond its SYN's: then one end had been the server.",
  evidence: {
    'first-syn': () => 'One end asks for the connection.',
    'other-syn': () => 'Before an answer, the other end asks for the same connection: a SYN without ACK, not a SYN-ACK.',
    up: (v) =>
      Number.isNaN(v.rttNs)
        ? 'Both SYNs are acknowledged.'
        : `Both SYNs are acknowledged ${formatDuration(v.rttNs, 'en')} after the first.`,
  },
  alternatives: {
    'open-normal': () => 'In a normal opening only one end sends a SYN without ACK.',
  },
  next: {},
}
