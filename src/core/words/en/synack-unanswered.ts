/** synack-unanswered, in English. */
import type { SynackUnansweredTerms } from '../../diagnosis/rules/synack-unanswered.ts'
import { formatDuration } from '../durations.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'

/** synack-unanswered, in English. */
export const synackUnanswered: RuleWords<SynackUnansweredTerms> = {
  summary: (v) =>
    v.unfinished === 1
      ? `${v.server} answered the request of ${v.client} with a SYN-ACK. Nothing of this connection was captured after that, and not long enough to tell whether it opened.`
      : `${v.server} answered the request of ${v.client}, but its SYN-ACK was never acknowledged (sent ${counted(v.synAcks, 'time')}): the way back is broken, the client drops it, or the request's address was forged.`,
  refutedBy: () => "The client's ACK or RST to the SYN-ACK in a capture without loss at this point, by this or another interface.",
  evidence: {
    asked: (v) => `${v.client} asks for a connection.`,
    answered: (v) =>
      v.synAcks > 1 && !Number.isNaN(v.spanNs)
        ? `The SYN-ACK goes out ${v.synAcks} times within ${formatDuration(v.spanNs, 'en')}; no ACK and no RST comes back.`
        : v.unfinished === 1
          ? 'The SYN-ACK goes out; nothing of this connection follows.'
          : 'The SYN-ACK goes out; no ACK and no RST comes back.',
    'asked-again': (v) =>
      v.atServer === 1
        ? 'The client asks again: it is real, and does not get the answers, or does not take them.'
        : 'The client asks again: it has not taken the answer.',
  },
  alternatives: {
    'synack-ignored': () =>
      'The SYN-ACK may reach the client host and be dropped there by its own firewall: only a capture at the client tells.',
    'syn-flood': () =>
      'A single SYN with a forged source address looks the same: many such connections from changing addresses are a SYN flood.',
    'capture-one-way': () => 'Nothing of the client is in the capture: it may only show one direction.',
  },
  next: {
    'at-client': () => 'A SYN-ACK there means that the client host drops it; none means that it is lost on the way back.',
    'route-back': () =>
      'If the answer takes another way than the request came, a stateful firewall there drops it, because it never saw the SYN.',
    'half-open': () => 'Many half-open connections from different addresses mean a SYN flood.',
  },
}
