/** `rst-injected-ignored`: a forged or stale RST that did nothing. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, nameOf } from '../closing.ts'
import { hasReset, resetsWithoutEffect } from '../resets.ts'
import type { Finding, Rule } from '../rule.ts'
import { isChallenged } from './challenge-ack-rst.ts'

/** What the rule and its words share. */
export interface RstInjectedIgnoredTerms {
  values: { sender: SideName; receiver: SideName; resets: number; off: number }
  point: 'resets' | 'goes-on'
  alternative: 'rst-abort'
  next: 'headers'
}

/** The number was not the exact one, so the receiver dropped it without a word (RFC 5961 §3.2), and the connection went on. */
export const rstInjectedIgnored: Rule<'rst-injected-ignored', RstInjectedIgnoredTerms> = {
  id: 'rst-injected-ignored',
  question: 'Did a RST arrive that had no effect?',
  severity: 'warning',
  sections: ['RFC 5961 §3.2', 'RFC 9293 §3.10.7.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['rst'],
  holds: (c) => hasReset(c) && resetsWithoutEffect(c).some((reset) => !isChallenged(c, reset)),
  explain(c: Connection): Finding<RstInjectedIgnoredTerms> {
    const [first, ...rest] = resetsWithoutEffect(c).filter((reset) => !isChallenged(c, reset))
    if (first === undefined) throw new Error('a reset without effect')
    return {
      certainty: 'likely',
      blame: 'path',
      values: { sender: nameOf(first.side), receiver: nameOf(1 - first.side), resets: rest.length + 1, off: first.a },
      evidence: [
        { point: 'resets', packets: [first.packet, ...rest.map((reset) => reset.packet)] },
        { point: 'goes-on', packets: [c.lastPacket] },
      ],
      alternatives: ['rst-abort'],
      next: [{ step: 'headers', command: `tcpdump -nnv -r FILE 'tcp port ${c.serverPort} and tcp[13] & 4 != 0'`, where: 'capture-host' }],
    }
  },
}
