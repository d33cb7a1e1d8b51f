/** English words of `capture-mid-stream`. */
import type { CaptureMidStreamTerms } from '../../diagnosis/rules/capture-mid-stream.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const captureMidStream: RuleWords<CaptureMidStreamTerms> = {
  summary: (v) =>
    v.packets === 1
      ? 'A single packet of a connection whose opening is not in the capture.'
      : 'The connection had begun before the capture: its opening, window scale and MSS are not recorded.',
  refutedBy: () => 'A SYN of this connection in an earlier part of the capture or in another file.',
  evidence: {
    first: (v) =>
      v.roles === 'guessed'
        ? 'The first packet captured is not a SYN; which end is the client was guessed from the ports.'
        : 'The first packet captured is not a SYN.',
    last: () => 'The last packet captured of this connection.',
  },
  alternatives: {
    'open-established-at-end': () =>
      'A connection that had opened in this capture would show its handshake; the first packet here is already in the middle.',
  },
  next: {
    'from-start': () => 'Start capturing, then make the program connect again: the handshake tells roles, options and round-trip time.',
  },
}
