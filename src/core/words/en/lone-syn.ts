/** lone-syn, in English. */
import type { LoneSynTerms } from '../../diagnosis/rules/lone-syn.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** lone-syn, in English. */
export const loneSyn: RuleWords<LoneSynTerms> = {
  summary: (v) =>
    v.silenceAfterNs > 0
      ? `${v.client} asked ${v.server} for a connection once and never again: it got an answer that is not in this capture, most often an ICMP message that the filter left out, or the program gave up.`
      : `One connection request from ${v.client} to ${v.server}, and nothing else about it: the capture ends here, or its filter left the answer out.`,
  refutedBy: () => 'A second SYN with the same sequence number after more than a second, or an answer in a capture without filter.',
  evidence: {
    stopped: (v) =>
      `This SYN was not repeated in the ${formatDuration(v.silenceAfterNs, 'en')} until the capture ended, although a kernel repeats an unanswered SYN after one second.`,
    alone: (v) =>
      Number.isNaN(v.silenceAfterNs)
        ? 'The only packet of this connection; without times nobody can tell how long the capture went on after it.'
        : 'The only packet of this connection; the capture ended before a repetition was due.',
  },
  alternatives: {
    'reject-icmp': (v) =>
      v.icmp === 'other'
        ? 'An ICMP rejection would fit, but other ICMP messages were captured, so the filter does not leave them out.'
        : v.icmp === 'unmatched'
          ? 'There are ICMP errors in the capture that name another connection, or were cut before they name one: look at those that follow this SYN.'
          : 'An ICMP rejection fits best: no ICMP message at all is in the capture, as with a filter like "port N" or "tcp".',
    'syn-no-answer': () => 'The answer may simply be missing: the capture is too short to see the SYN repeated.',
    'syn-arrived-unanswered': () => 'The host may not have answered: the capture is too short to see the SYN repeated.',
  },
  next: {
    'with-icmp': () => 'Capture again with ICMP: an ICMP error right behind the SYN names who refused, and why.',
    again: () =>
      'Try by hand: "Connection refused" or "No route to host" at once means that an answer comes; a long wait means that none does.',
  },
}
