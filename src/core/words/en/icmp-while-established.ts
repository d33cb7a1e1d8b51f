/** English words of `icmp-while-established`. */
import type { IcmpWhileEstablishedTerms } from '../../diagnosis/rules/icmp-while-established.ts'
import { icmpErrorName } from '../icmp-names.ts'
import { counted } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const icmpWhileEstablished: RuleWords<IcmpWhileEstablishedTerms> = {
  summary: (v) =>
    `In the middle of the connection ${v.source}${v.by === 'peer' ? ', the other host itself,' : ', a device on the way,'} began to reject packets of ${sideName(v.sender, 'en')} with ${icmpErrorName(v.version, v.type, v.code, 'en')}.${v.recovered === 'yes' ? ' Later they got through again.' : ` Its program goes on waiting, and in the end is told ${v.error}.`}`,
  refutedBy: () => 'An ICMP message that quotes numbers the sender never used: then it is forged or about another connection.',
  evidence: {
    'last-good': () => 'Before that, packets went through.',
    errors: (v) =>
      `${v.source} answers with ${icmpErrorName(v.version, v.type, v.code, 'en')} and quotes a packet of this connection (${counted(v.errors, 'message')}).`,
    repeats: (v) => `${atStart(sideName(v.sender, 'en'))} keeps sending the same data: an open connection does not end for an ICMP error.`,
  },
  alternatives: {
    'blackhole-timeout': () => 'A dead path says nothing; here a device answers every packet.',
    'rst-unknown-connection': () => 'A RST afterwards only says that one end had given up by then.',
  },
  next: {
    rules: (v) =>
      `On ${v.source}: look for a rule or route that was changed while the connection was open; its counter grows with every message.`,
    route: () => 'On the other end: do packets of this connection still arrive there? If not, only the direction towards it is blocked.',
  },
}
