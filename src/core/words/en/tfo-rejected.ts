/** tfo-rejected, in English. */
import type { TfoRejectedTerms } from '../../diagnosis/rules/tfo-rejected.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-rejected, in English. */
export const tfoRejected: RuleWords<TfoRejectedTerms> = {
  summary: (v) =>
    `${v.server} did not accept the Fast Open cookie of ${v.client}: the ${v.dataBytes} bytes of the SYN had to be sent again after the handshake. Nothing was lost but the time saved.`,
  refutedBy: () => 'A SYN-ACK that acknowledges the bytes of the SYN.',
  evidence: {
    request: (v) => `The SYN carries a cookie and ${v.dataBytes} bytes of data.`,
    'turned-away': (v) => `The SYN-ACK acknowledges the SYN only${v.newCookie === 1 ? ', and brings a new cookie' : ''}.`,
  },
  alternatives: {
    'tfo-syn-dropped': () => 'The SYN with data did arrive: it was answered at once.',
  },
  next: {
    counters: () =>
      'A new key or a restart makes old cookies void; servers behind a load balancer must share one key (net.ipv4.tcp_fastopen_key).',
  },
}
