/** `challenge-ack-syn`: a SYN inside a connection that is up. */
import type { Connection } from '../../analysis/connection.ts'
import { carriesAck } from '../../analysis/event-facts.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface ChallengeAckSynTerms {
  values: { sender: SideName; receiver: SideName; synTtl: number; usualTtl: number; challenged: 'yes' | 'no' }
  point: 'syn' | 'challenge' | 'goes-on'
  alternative: 'half-open-new-syn'
  next: 'headers' | 'counters'
}

/** A SYN on a synchronized connection is answered with an ACK, and changes nothing (RFC 5961 §4.2). */
export const challengeAckSyn: Rule<'challenge-ack-syn', ChallengeAckSynTerms> = {
  id: 'challenge-ack-syn',
  question: 'Did a SYN arrive for a connection that was up, without effect?',
  severity: 'warning',
  sections: ['RFC 5961 §4.2', 'RFC 9293 §3.10.7.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['syn-inside'],
  holds: (c) => synInside(c) !== undefined && (!hasReset(c) || endingReset(c) === undefined),
  explain(c: Connection): Finding<ChallengeAckSynTerms> {
    const syn = synInside(c)
    if (syn === undefined) throw new Error('a SYN inside the connection')
    const sender = endOf(c, syn.side)
    const challenge = c.events.find((event) => event.kind === 'challenge-ack' && event.side !== syn.side && event.packet > syn.packet)
    const known = sender.knows('ttl')
    const evidence: [Evidence<ChallengeAckSynTerms>, ...Evidence<ChallengeAckSynTerms>[]] = [{ point: 'syn', packets: [syn.packet] }]
    if (challenge !== undefined) evidence.push({ point: 'challenge', packets: [challenge.packet] })
    if (c.lastPacket > Math.max(syn.packet, challenge?.packet ?? 0)) evidence.push({ point: 'goes-on', packets: [c.lastPacket] })
    return {
      certainty: evidence.some(({ point }) => point === 'goes-on') ? 'proven' : 'possible',
      blame: 'unknown',
      values: {
        sender: nameOf(syn.side),
        receiver: nameOf(1 - syn.side),
        synTtl: known ? syn.ttl : 0,
        usualTtl: known ? sender.maxTtl : 0,
        challenged: challenge === undefined ? 'no' : 'yes',
      },
      evidence,
      alternatives: ['half-open-new-syn'],
      next: [
        { step: 'headers', command: `tcpdump -nnv -r FILE 'tcp port ${c.serverPort} and tcp[13] & 2 != 0'`, where: 'capture-host' },
        { step: 'counters', command: 'nstat -az | grep -E "TCPChallengeACK|TCPSYNChallenge"', where: nameOf(1 - syn.side) },
      ],
    }
  },
}

/** The SYN whose meaning stayed open, or one in the server's name: that never begins anything. */
function synInside(c: Connection): TrackedEvent | undefined {
  return c.events.find((event) => event.kind === 'syn-inside' && (event.side === 1 || carriesAck(event) || c.pendingSyn !== 0))
}
