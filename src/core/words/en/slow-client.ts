/** English words of `slow-client`. */
import type { SlowClientTerms } from '../../diagnosis/rules/slow-client.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'

/** Sentences of the rule. */
export const slowClient: RuleWords<SlowClientTerms> = {
  summary: (v) =>
    `The client waited ${formatDuration(v.waitNs, 'en')} before it sent its next data; nothing was on its way meanwhile, so neither network nor server is slow.`,
  refutedBy: () => 'Data of the client within the pause in a capture at the client: then it did send, and the path was late.',
  evidence: {
    before: (v) =>
      v.isPause === 1
        ? 'The piece before: acknowledged, and nothing else outstanding.'
        : "The end of the answer: from here it is the client's turn.",
    behind: () => 'What the client sent next.',
  },
  alternatives: {
    'open-normal': () => 'A person or a program that has nothing to say yet is no fault.',
    'slow-server': () => 'Everything that the client had asked was answered.',
    'slow-network': () => "Nothing was outstanding: the wait is not the network's.",
  },
  next: {
    program: () => 'On the client: which program it is, and what it did at this moment.',
  },
}
