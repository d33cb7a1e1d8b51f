/** rst-after-handshake, in English. */
import type { RstAfterHandshakeTerms } from '../../diagnosis/rules/rst-after-handshake.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** rst-after-handshake, in English. */
export const rstAfterHandshake: RuleWords<RstAfterHandshakeTerms> = {
  summary: (v) =>
    `${v.server} accepted the connection of ${v.client} and aborted it at once: a proxy or load balancer without a backend, an access list in the program, or a limit that was reached.`,
  refutedBy: () => 'A RST without timestamps and with IP ID 0, as a full queue gives it, or a capture at the server which it never leaves.',
  evidence: {
    up: () => 'The handshake is complete.',
    request: (v) => `The client sends ${v.requestBytes} bytes.`,
    reset: (v) =>
      `RST with ACK${Number.isNaN(v.afterNs) ? '' : `, ${formatDuration(v.afterNs, 'en')} after the handshake`}, before the server said a word: a socket existed, and its program closed it with force.`,
  },
  alternatives: {
    'accept-queue-full-rst': () => 'A full accept queue gives a RST without ACK, as no socket exists yet.',
    'rst-injected': () => 'A device on the way could forge it; nothing in its header speaks for that.',
  },
  next: {
    log: () =>
      'Names the program that listens; its log says why it turns clients away. For a load balancer, look at the state of its backends.',
    limits: () => 'A program that reached its limit of open files can only close what it accepts.',
  },
}
