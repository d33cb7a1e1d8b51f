/** English words of `nat-rebinding`. */
import type { NatRebindingTerms } from '../../diagnosis/groups/nat-rebinding.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const natRebinding: RuleWords<NatRebindingTerms> = {
  summary: (v) =>
    `The address translation changed in mid-connection: what was ${v.before} goes on as ${v.after}, and port ${v.port} of ${v.host} knows no such connection${v.wasReset === 1 ? ' and resets it' : ''}.`,
  refutedBy: () =>
    'A translator whose table shows one unchanged entry for the client all the time, or a client that really owns both addresses.',
  evidence: {
    before: (v) => `The last data of the client as ${v.before}.`,
    after: (v) =>
      `Its very next byte, with an acknowledgment of what the server had sent, comes from ${v.after}: only the same program counts like this.`,
    reset: () => 'The server has no connection with this address and port, and says so.',
  },
  alternatives: {
    'rst-unknown-connection': () =>
      'A server that had been restarted would have forgotten the old port, too; here the client has got a new one.',
    'half-open-new-syn': () => 'A client that begins anew sends a SYN first; this one goes on with data.',
  },
  next: {
    table: () =>
      'On the translating router: was its table flushed, did a second router take over, or did the entry expire? Watch the entries while the connection is idle.',
    keepalive: () => 'On the client: probes more often than the translator forgets keep the entry alive.',
  },
}
