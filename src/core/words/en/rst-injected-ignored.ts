/** English words of `rst-injected-ignored`. */
import type { RstInjectedIgnoredTerms } from '../../diagnosis/rules/rst-injected-ignored.ts'
import { formatCount } from '../quantities.ts'
import type { RuleWords } from '../rule-words.ts'
import { sideName } from '../sides.ts'

/** Sentences of the rule. */
export const rstInjectedIgnored: RuleWords<RstInjectedIgnoredTerms> = {
  summary: (v) => `A forged or stale RST in the name of ${sideName(v.sender, 'en')} arrived and had no effect: the connection went on.`,
  refutedBy: () => 'An end that closes the connection because of this RST: its program reports a reset at this time.',
  evidence: {
    resets: (v) =>
      `${v.resets === 1 ? 'A RST' : `${v.resets} RSTs`} in the name of ${sideName(v.sender, 'en')}, ${v.off === 0 ? 'although the connection lives on' : `${formatCount(Math.abs(v.off))} off the number that ${sideName(v.receiver, 'en')} expected`}.`,
    'goes-on': () => 'The connection goes on afterwards; this is its last packet.',
  },
  alternatives: { 'rst-abort': (v) => `A RST of ${sideName(v.sender, 'en')} itself would have ended the connection; it went on.` },
  next: {
    headers: () =>
      'Compare TTL and IP ID of the RST with the other packets of its sender: if they differ, somebody tries to cut this connection.',
  },
}
