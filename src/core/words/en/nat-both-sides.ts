/** English words of `nat-both-sides`. */
import type { NatBothSidesTerms } from '../../diagnosis/rules/nat-both-sides.ts'
import type { RuleWords } from '../rule-words.ts'

const REPLACED: Readonly<Record<NatBothSidesTerms['values']['replaced'], string>> = {
  source: 'the address or port of the client',
  target: 'the address or port of the server',
  both: 'the addresses or ports of both ends',
}

/** Sentences of the rule. */
export const natBothSides: RuleWords<NatBothSidesTerms> = {
  summary: (v) =>
    v.half === 'before'
      ? `This is a connection before address translation: the capturing host, or one next to it, sends it on as ${v.otherClient} > ${v.otherServer}, with ${REPLACED[v.replaced]} replaced.`
      : `This is a connection after address translation: it came as ${v.otherClient} > ${v.otherServer}, and ${REPLACED[v.replaced]} ${v.replaced === 'both' ? 'were' : 'was'} replaced.`,
  refutedBy: () => 'A translation table (conntrack -L) without an entry for these two at this time.',
  evidence: {
    own: (v) =>
      `Its SYN has the sequence number, identification and timestamp of the SYN of ${v.otherClient} > ${v.otherServer}: one packet, seen on both sides of a translator.`,
  },
  alternatives: {
    'duplicate-capture': () => 'A copy made by the capture would have the same addresses and ports.',
    'proxy-suspected': () => 'A proxy opens a connection of its own, with a sequence number and timestamps of its own.',
  },
  next: { table: () => 'On the translating host: the entry names both halves.' },
}
