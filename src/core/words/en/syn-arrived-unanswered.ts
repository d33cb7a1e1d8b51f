/** syn-arrived-unanswered, in English. */
import type { SynArrivedUnansweredTerms } from '../../diagnosis/rules/syn-arrived-unanswered.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** syn-arrived-unanswered, in English. */
export const synArrivedUnanswered: RuleWords<SynArrivedUnansweredTerms> = {
  summary: (v) =>
    `The requests of ${v.client} arrived at ${v.server}, and the host did not answer them: its own firewall, a full accept queue or another local rule dropped ${v.syns} SYNs. The network delivered them.`,
  refutedBy: () =>
    'A SYN-ACK or RST that leaves this host on another interface, or drop counters and firewall rules that took none of these SYNs.',
  evidence: {
    arrived: (v) =>
      `The same SYN came in ${v.syns} times${Number.isNaN(v.spanNs) ? '' : ` within ${formatDuration(v.spanNs, 'en')}`}; nothing left the host for it: no SYN-ACK, no RST, no ICMP error.`,
    hops: (v) => `The SYN has ${v.ttl} hops left, less than any system begins with: it had come over routers when it was captured.`,
  },
  alternatives: {
    'syn-no-answer': (v) =>
      v.atEnd === 'marked'
        ? 'The capturing host itself marked the packets as received: they did not get lost on the way.'
        : 'If this was captured on a router in between and not on the server itself, the packets may still have been dropped behind it.',
    'lone-syn': () => 'The client stopped early: it may have been answered with an ICMP message that is not in the capture.',
  },
  next: {
    firewall: () => 'Look for a DROP rule whose counter grows with every attempt: that is the culprit.',
    listen: () =>
      'Recv-Q above Send-Q means that the accept queue is full: the program does not accept fast enough. No line at all would give a RST, not silence.',
    counters: () =>
      'Compare before and after an attempt: ListenOverflows is a full queue, IPReversePathFilter an asymmetric route, TCPMD5 or TCPAO a missing signature.',
  },
}
