/** accept-queue-full-rst, in English. */
import type { AcceptQueueFullRstTerms } from '../../diagnosis/rules/accept-queue-full-rst.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** accept-queue-full-rst, in English. */
export const acceptQueueFullRst: RuleWords<AcceptQueueFullRstTerms> = {
  summary: (v) =>
    `${v.server} answered the handshake of ${v.client} and reset it as soon as it was complete: its accept queue is full, and the system is set to reset what does not fit (tcp_abort_on_overflow).`,
  refutedBy: () =>
    "A RST with timestamps and the server's next IP ID, which only a real socket sends, or ListenOverflows that did not grow on the server.",
  evidence: {
    acknowledged: () => 'The client completes the handshake.',
    reset: (v) =>
      `${v.resets > 1 ? `${v.resets} bare RSTs` : 'A bare RST'}${Number.isNaN(v.afterNs) ? '' : `, the first ${formatDuration(v.afterNs, 'en')} after the ACK`}: without ACK, as a kernel sends it that has no socket for the packet. A program that closes would send RST with ACK.`,
  },
  alternatives: {
    'rst-after-handshake': () =>
      'A program or load balancer that accepts and aborts at once would have had a socket, and its RST would say so.',
    'rst-injected': () => 'A device on the way could forge such RSTs; nothing in their headers speaks for it.',
  },
  next: {
    setting: () => 'tcp_abort_on_overflow = 1 confirms it; with 0 look for a firewall or SYN proxy in front of the host.',
    queue: () => 'Recv-Q above Send-Q is the full accept queue.',
    counters: () => 'ListenOverflows grows with every such connection.',
  },
}
