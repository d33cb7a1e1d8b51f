/** English words of `ecn-congestion`. */
import type { EcnCongestionTerms } from '../../diagnosis/rules/ecn-congestion.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const ecnCongestion: RuleWords<EcnCongestionTerms> = {
  summary: (v) =>
    `A router on the path from ${sideName(v.sender, 'en')} was congested and marked packets instead of dropping them (ECN); nothing was lost, ${sideName(v.sender, 'en')} slows down.`,
  refutedBy: () => 'Captures of both ends in which the packets arrive without the CE mark: then the echo answers nothing.',
  evidence: {
    agreed: () => 'Both ends agreed to explicit congestion notification in the handshake.',
    mark: () => 'A packet that a router has marked: congestion experienced.',
    echo: (v) => `${atStart(sideName(v.receiver, 'en'))} passes the mark on to ${sideName(v.sender, 'en')} (ECE).`,
  },
  alternatives: {
    'loss-congestion': () => 'Without ECN the router would have dropped the packet.',
  },
  next: {
    queues: () => 'The qdisc with a growing count of marked packets is the bottleneck.',
  },
}
