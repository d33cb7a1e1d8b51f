/** English words of `rst-injected`. */
import type { RstInjectedTerms } from '../../diagnosis/rules/rst-injected.ts'
import { formatDuration } from '../durations.ts'
import type { RuleWords } from '../rule-words.ts'
import { atStart, sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstInjected: RuleWords<RstInjectedTerms> = {
  summary: (v) =>
    v.sure === 'yes'
      ? `The RST in the name of ${sideName(v.sender, 'en')} was forged by a third party on the way: ${sideName(v.sender, 'en')} did not send it.`
      : `The RST in the name of ${sideName(v.sender, 'en')} was most likely forged by a third party on the way: it does not look like one of ${sideName(v.sender, 'en')} itself.`,
  refutedBy: () => 'This very RST in a capture on the interface of the host that it names as its sender.',
  evidence: {
    resets: (v) =>
      v.resets === 1
        ? `One RST in the name of ${sideName(v.sender, 'en')}.`
        : `${v.resets} RSTs in the name of ${sideName(v.sender, 'en')}.`,
    stepped: (v) =>
      `Their numbers go up in steps (${v.steps}) beyond everything that ${sideName(v.sender, 'en')} had sent: somebody guessed at the window of ${sideName(v.receiver, 'en')}.`,
    'window-steps': (v) =>
      `Their numbers go up in steps (${v.steps}) beyond everything that ${sideName(v.sender, 'en')} had sent, in multiples of the window field ${v.windowBytes} of a packet of ${sideName(v.receiver, 'en')}: a sniffer such as tcpkill guessed at the window.`,
    ttl: (v) =>
      `They arrived with TTL ${v.resetTtl}, while packets of ${sideName(v.sender, 'en')} had ${v.usualTtl}: they come from another place.`,
    'no-df': (v) => `They lack the DF flag that ${sideName(v.sender, 'en')} sets.`,
    'flow-label': (v) => `They have no IPv6 flow label, which the packets of ${sideName(v.sender, 'en')} have.`,
    'ip-id': (v) =>
      `IP ID ${v.resetId} does not continue the count of ${sideName(v.sender, 'en')} (${v.idBefore} before), and the timestamps are missing.`,
    early: (v) =>
      `It acknowledges data of ${sideName(v.receiver, 'en')} ${formatDuration(v.earlyNs, 'en')} after they were sent, but a packet takes ${formatDuration(v.rttNs, 'en')} to ${sideName(v.sender, 'en')} and back: whoever answered stands nearer.`,
    'goes-on': (v) => `${atStart(sideName(v.sender, 'en'))} itself goes on after "its" RST, as if it had sent none.`,
  },
  alternatives: {
    'rst-unknown-connection': (v) =>
      `A host that has lost the connection answers with the number that it was asked about and nothing else; this does not look like ${sideName(v.sender, 'en')}.`,
    'rst-abort': (v) =>
      `A program that aborts makes one RST at the exact number, with the header of all other packets of ${sideName(v.sender, 'en')}.`,
  },
  next: {
    compare: (v) => `Capture at ${sideName(v.sender, 'en')} too: if this RST is missing there, the forgery is certain.`,
    headers: () =>
      'Compare TTL, IP ID and DF of the RSTs with the other packets, then raise the TTL step by step in a test connection to find out at which hop they begin.',
  },
}
