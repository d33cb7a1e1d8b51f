/** English words of `half-open-new-syn`. */
import type { HalfOpenNewSynTerms } from '../../diagnosis/rules/half-open-new-syn.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const halfOpenNewSyn: RuleWords<HalfOpenNewSynTerms> = {
  summary: (v) =>
    v.opened === 'yes'
      ? `The client connected again from a port whose old connection the server still held; that one was cleared away first, and the new one opened ${formatDuration(v.delayNs, 'en')} after the first SYN.`
      : 'The client connected again from a port whose old connection the server still held; the new one did not open in this capture.',
  refutedBy: () => "The server's ACK with numbers that fit the new SYN, or no older connection of these ports on the server.",
  evidence: {
    syn: () => 'SYN of the new connection.',
    challenge: () => 'The server answers with an ACK that belongs to the old connection: it takes that one for open.',
    clearing: () => 'The client resets the old connection, which it no longer knows.',
    opened: () => 'The SYN, sent again, now gets its SYN-ACK.',
  },
  alternatives: {
    'timewait-syn-challenged': () =>
      'A connection in TIME-WAIT answers alike; which of the two it was shows in how the old connection had ended.',
    'challenge-ack-syn': () => 'A forged SYN would not have been followed by a RST and a second SYN of the same client.',
  },
  next: {
    'client-restart': () =>
      'On the client: a restart (or a program killed together with its network) leaves such connections behind; keepalive on the server finds them earlier.',
  },
}
