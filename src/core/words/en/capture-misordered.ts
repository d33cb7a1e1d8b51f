/** English words of `capture-misordered`. */
import type { CaptureMisorderedTerms } from '../../diagnosis/rules/capture-misordered.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const captureMisordered: RuleWords<CaptureMisorderedTerms> = {
  summary: (v) =>
    `The capture has the two directions in a wrong order: packets of ${sideName(v.sender, 'en')} stand behind the packets that acknowledge them. Order and times between the directions mean little here.`,
  refutedBy: () => 'A first copy of these packets in front of their acknowledgment, in this or another capture at the same point.',
  evidence: {
    answered: (v) => `${atStart(sideName(v.receiver, 'en'))} acknowledges what the capture has not shown yet.`,
    later: (v) => `Only then comes what was acknowledged, for the first time, from ${sideName(v.sender, 'en')}.`,
  },
  alternatives: {
    reordering: () => 'A network that changes the order does so within one direction; it cannot bring an answer before the question.',
  },
  next: {
    'one-point': () =>
      'Capture both directions at one place and with one clock; two network cards, or two files put together, need their times set right first.',
  },
}
