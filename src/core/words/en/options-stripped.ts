/** English words of `options-stripped`. */
import type { OptionsStrippedTerms } from '../../diagnosis/rules/options-stripped.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const optionsStripped: RuleWords<OptionsStrippedTerms> = {
  summary: () =>
    'The SYN offered selective acknowledgments, timestamps and window scaling, and the answer has none of them: a device on the way probably removed the options. Transfers will be slow when the way is long or loses packets.',
  refutedBy: () => "A SYN-ACK that leaves the server's own interface without these options: then the server does not offer them.",
  evidence: {
    offered: () => 'The SYN with all three options.',
    'none-left': (v) =>
      `The SYN-ACK without any of them. Its window of ${v.window} is a multiple of its MSS (${v.mss}), as Linux sets it, and Linux answers each option that it was offered.`,
  },
  alternatives: {
    'open-normal': () =>
      'The options may be switched off at the server, or a SYN proxy answered in its place: from here that looks the same.',
  },
  next: {
    'other-capture': () => 'On the server: a SYN that arrives there without the options lost them on the way.',
    settings: () => 'On the server: all three should be 1; a 0 explains the answer without any device on the way.',
    middlebox: () => 'On each firewall on the way: rules that strip options, and SYN proxies.',
  },
}
