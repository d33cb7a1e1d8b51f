/** English words of `proxy-suspected`. */
import type { ProxySuspectedTerms } from '../../diagnosis/rules/proxy-suspected.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const proxySuspected: RuleWords<ProxySuspectedTerms> = {
  summary: (v) =>
    `A proxy near this side seems to answer in place of the server: the handshake took ${formatDuration(v.handshakeNs, 'en')}, every answer ${formatDuration(v.answerNs, 'en')} or so, and no router has touched the packets (TTL ${v.ttl}).`,
  refutedBy: () => "The same initial sequence number in the server's SYN-ACK in a capture at the server: then it answered itself.",
  evidence: {
    handshake: (v) => `The handshake is answered within ${formatDuration(v.handshakeNs, 'en')}: from next door.`,
    answer: () => 'The request and its answer: as if it came from far away.',
  },
  alternatives: {
    'slow-server': () => 'A server in the same room that takes its time for every request would look the same.',
  },
  next: {
    path: () => 'From the client: a TCP trace that ends at the first hop shows who answers.',
    'server-view': () => 'On the server: a connection from another address shows the proxy.',
  },
}
