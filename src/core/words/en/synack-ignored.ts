/** synack-ignored, in English. */
import type { SynackIgnoredTerms } from '../../diagnosis/rules/synack-ignored.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-ignored, in English. */
export const synackIgnored: RuleWords<SynackIgnoredTerms> = {
  summary: (v) =>
    `The answer of ${v.server} reached ${v.clientAddress}, but this host ignores it: its own firewall or routing filter drops the SYN-ACK, and it keeps asking (${counted(v.syns, 'SYN')}, ${counted(v.synAcks, 'SYN-ACK')}).`,
  refutedBy: () =>
    "The client's ACK on another interface, or a SYN-ACK whose acknowledgment does not fit the SYN: then the client was right to ignore it.",
  evidence: {
    asked: (v) => `${v.client} asks ${counted(v.syns, 'time')} for the same connection.`,
    answered: (v) =>
      `SYN-ACK of the server with the right acknowledgment${Number.isNaN(v.rttNs) ? '' : `, the first ${formatDuration(v.rttNs, 'en')} after the SYN`}; no ACK follows. The capture sees packets before the host's own filter does.`,
    damaged: () => 'The checksum of a SYN-ACK is wrong: the host discards it for that.',
  },
  alternatives: {
    'synack-unanswered': () => 'Seen from the server, it is simply not acknowledged; this capture shows that it arrived.',
  },
  next: {
    firewall: () =>
      'Look for an INPUT rule on the client that drops packets from the server, or one that only knows other states than ESTABLISHED.',
    'rp-filter': () => 'With strict reverse path filtering an answer over another interface than the request is dropped.',
    counters: () => 'Compare before and after an attempt: the counter that grows names the reason.',
  },
}
