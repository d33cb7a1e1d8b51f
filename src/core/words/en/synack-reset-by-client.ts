/** synack-reset-by-client, in English. */
import type { SynackResetByClientTerms } from '../../diagnosis/rules/synack-reset-by-client.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-reset-by-client, in English. */
export const synackResetByClient: RuleWords<SynackResetByClientTerms> = {
  summary: (v) =>
    v.syns === 0
      ? `${v.server} accepted a connection, and ${v.client}, in whose name it had been asked for, reset it at once: a port scan, a request with a forged address, or a client that had given up. The request itself is not in the capture.`
      : `${v.server} accepted the connection, and the client side ${v.client} reset it at once, half open: a port scan, or a client that had been told something else first or had given up.`,
  refutedBy: () => 'A capture at the client which this RST never leaves: then somebody on the way sent it.',
  evidence: {
    accepted: (v) =>
      `SYN-ACK of the server${Number.isNaN(v.synAckAfterNs) ? '' : `, ${formatDuration(v.synAckAfterNs, 'en')} after the SYN`}.`,
    reset: (v) =>
      `RST of the client instead of its ACK${Number.isNaN(v.resetAfterNs) ? '' : `, ${formatDuration(v.resetAfterNs, 'en')} later`}: its host has no such connection any more.`,
  },
  alternatives: {
    'scan-syn': () => 'A SYN scan does just this with every open port: see whether the same client tries many ports.',
    'refused-by-injected-rst': () =>
      'A forged RST may have told the client before that it was refused; such a packet is only seen near the client.',
    'syn-retransmitted-then-ok': () => 'The answer came late: the program had probably given up waiting.',
  },
  next: {
    'at-client': () => 'What the client got before the SYN-ACK (a RST, an ICMP error, nothing) tells why it gave up.',
    others: () => 'Many ports or hosts in a row mean a scan.',
  },
}
