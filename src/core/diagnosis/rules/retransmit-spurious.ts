/** `retransmit-spurious`: segments were sent again although nothing was lost. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, nameOf } from '../closing.ts'
import { RETRANSMISSION_COUNTERS_COMMAND } from '../commands.ts'
import { type Repeat, baseRttNs, packetsOf, repeatsOf } from '../repeats.ts'
import { LOSS_EVENTS } from '../loss.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface RetransmitSpuriousTerms {
  values: { sender: SideName; receiver: SideName; repeats: number; longestNs: number; baseNs: number }
  point: 'repeats' | 'reported' | 'late-original'
  alternative: 'loss-rto' | 'duplicate-network'
  next: 'counters'
}

/** Repeats of bytes that the receiver had: it says so (DSACK), had acknowledged them, or the original turns up behind its repeat. */
export const retransmitSpurious: Rule<'retransmit-spurious', RetransmitSpuriousTerms> = {
  id: 'retransmit-spurious',
  question: 'Were segments sent again that had not been lost?',
  severity: 'info',
  sections: ['RFC 2883 §4', 'RFC 3522 §3', 'RFC 5682 §2'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: LOSS_EVENTS,
  holds: (c) => repeatsOf(c).some(isSpurious),
  explain(c: Connection): Finding<RetransmitSpuriousTerms> {
    const [first, ...others] = repeatsOf(c).filter(isSpurious)
    if (first === undefined) throw new Error('a repeat for nothing')
    const spurious: [Repeat, ...Repeat[]] = [first, ...others.filter(({ event }) => event.side === first.event.side)]
    const again = spurious.filter(({ cause }) => cause === 'unneeded')
    const originals = spurious.filter(({ cause }) => cause === 'late-original')
    const [reported, ...reports] = spurious.flatMap(({ dsack }) => (dsack === undefined ? [] : [dsack.packet]))
    const evidence: Evidence<RetransmitSpuriousTerms>[] = []
    if (again[0] !== undefined) evidence.push({ point: 'repeats', packets: packetsOf([again[0], ...again.slice(1)]) })
    if (originals[0] !== undefined) evidence.push({ point: 'late-original', packets: packetsOf([originals[0], ...originals.slice(1)]) })
    if (reported !== undefined) evidence.push({ point: 'reported', packets: [reported, ...reports] })
    return {
      certainty: reported === undefined && originals.length === 0 ? 'likely' : 'proven',
      blame: 'path',
      values: {
        sender: nameOf(first.event.side),
        receiver: nameOf(1 - first.event.side),
        repeats: Math.max(again.length, originals.length),
        longestNs: Math.max(...spurious.map(({ delayNs }) => delayNs)),
        baseNs: baseRttNs(c),
      },
      evidence: [evidence[0] ?? { point: 'repeats', packets: packetsOf(spurious) }, ...evidence.slice(1)],
      alternatives: ['loss-rto', 'duplicate-network'],
      next: [{ step: 'counters', command: RETRANSMISSION_COUNTERS_COMMAND, where: nameOf(first.event.side) }],
    }
  },
}

function isSpurious({ cause }: Repeat): boolean {
  return cause === 'unneeded' || cause === 'late-original'
}
