/** `tfo-syn-dropped`: the SYN with Fast Open got no answer, a plain one did. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { OPTION } from '../../analysis/event-facts.ts'
import { captureCommand } from '../commands.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the verdict `tfo-syn-dropped` and its words speak of. */
export interface TfoSynDroppedTerms {
  values: { dataBytes: number; delayNs: number }
  point: 'fast-open' | 'plain' | 'answered'
  alternative: 'syn-retransmitted-then-ok'
  next: 'again' | 'both-ends'
}

/** The first repeat of the SYN that left out what the first had. */
function plainRepeat(c: Connection): TrackedEvent | undefined {
  const repeat = c.events.find((event) => event.kind === 'syn-repeated' && event.side === 0)
  return repeat !== undefined && repeat.payloadLen === 0 && (repeat.optionBits & OPTION.fastOpen) === 0 ? repeat : undefined
}

/** `tfo-syn-dropped`: the SYN with Fast Open got no answer, a plain one did. */
export const tfoSynDropped: Rule<'tfo-syn-dropped', TfoSynDroppedTerms> = {
  id: 'tfo-syn-dropped',
  question: 'Was a SYN with Fast Open dropped, and a plain one answered?',
  severity: 'warning',
  sections: ['RFC 7413 §4.2.1', 'RFC 7413 §7.1'],
  phases: ['open'],
  needsNotedPacket: ['syn-repeated'],
  holds(c) {
    const { client } = c
    return client.synCount > 1 && (client.fastOpen || client.synCarriedData) && plainRepeat(c) !== undefined
  },
  explain(c: Connection): Finding<TfoSynDroppedTerms> {
    const { client, server } = c
    const plain = plainRepeat(c)
    if (plain === undefined) throw new Error('a plain SYN followed')
    return {
      certainty: 'likely',
      blame: 'path',
      values: { dataBytes: client.synCarriedData ? client.firstDataLen : 0, delayNs: plain.timeNs - client.synTimeNs },
      evidence: [
        { point: 'fast-open', packets: [client.synPacket] },
        { point: 'plain', packets: [plain.packet] },
        ...(server.synPacket === 0 ? [] : [{ point: 'answered' as const, packets: [server.synPacket] as const }]),
      ],
      alternatives: ['syn-retransmitted-then-ok'],
      next: [
        { step: 'again', command: 'nstat -az | grep -E "TCPFastOpen(ActiveFail|Blackhole)|TCPSynRetrans"', where: 'client' },
        { step: 'both-ends', command: captureCommand(c), where: 'server' },
      ],
    }
  },
}
