/** `paws-drop`: segments were rejected because their timestamp runs backwards. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, nameOf } from '../closing.ts'
import { REJECTION_COUNTERS_COMMAND, captureCommand } from '../commands.ts'
import { type Repeat, packetsOf, repeatsOf } from '../repeats.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface PawsDropTerms {
  values: { sender: SideName; receiver: SideName; rejected: number; delayNs: number }
  point: 'backwards' | 'again' | 'refused'
  alternative: 'loss-rto'
  next: 'counters' | 'both-ends'
}

/** In-order data with a timestamp older than the one before, which the receiver answers with the old acknowledgment, and which comes again. */
export const pawsDrop: Rule<'paws-drop', PawsDropTerms> = {
  id: 'paws-drop',
  question: 'Did the receiver reject segments because their timestamp was older than one it had seen?',
  severity: 'error',
  sections: ['RFC 7323 §5.3', 'RFC 7323 §5.5'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['timestamp-backwards'],
  holds: (c) => c.client.duplicateAcks + c.server.duplicateAcks > 0 && rejected(c).length > 0,
  explain(c: Connection): Finding<PawsDropTerms> {
    const [first, ...others] = rejected(c)
    if (first === undefined) throw new Error('a rejected segment')
    const repeats: [Repeat, ...Repeat[]] = [first, ...others.filter(({ event }) => event.side === first.event.side)]
    const side = first.event.side
    const [old, ...olds] = c.events.filter((event) => event.kind === 'timestamp-backwards' && event.side === side)
    const refusals = c.events.filter((event) => event.kind === 'duplicate-acks' && event.side !== side).map((event) => event.packet)
    const again: Evidence<PawsDropTerms> = { point: 'again', packets: packetsOf(repeats) }
    const evidence: [Evidence<PawsDropTerms>, ...Evidence<PawsDropTerms>[]] =
      old === undefined ? [again] : [{ point: 'backwards', packets: [old.packet, ...olds.map((event) => event.packet)] }, again]
    if (refusals[0] !== undefined) evidence.push({ point: 'refused', packets: [refusals[0], ...refusals.slice(1)] })
    return {
      certainty: 'likely',
      blame: 'path',
      values: {
        sender: nameOf(side),
        receiver: nameOf(1 - side),
        rejected: repeats.length,
        delayNs: repeats[repeats.length - 1].event.timeNs - (old?.timeNs ?? NaN),
      },
      evidence,
      alternatives: ['loss-rto'],
      next: [
        { step: 'counters', command: REJECTION_COUNTERS_COMMAND, where: nameOf(1 - side) },
        { step: 'both-ends', command: captureCommand(c), where: nameOf(side) },
      ],
    }
  },
}

/** The receiver answered with what it had acknowledged before: it saw the segment, and did not take it. */
function rejected(c: Connection): readonly Repeat[] {
  return repeatsOf(c).filter(({ cause, event }) => cause === 'rejected' && event.a > 0)
}
