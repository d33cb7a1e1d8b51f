/** `challenge-ack-syn`: a SYN inside a connection that is up. */
import type { Connection } from '../../analysis/connection.ts'
import { endingReset, hasReset } from '../resets.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface ChallengeAckSynTerms {
  values: { synTtl: number; usualTtl: number; challenged: 'yes' | 'no' }
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
  needsNotedPacket: true,
  holds: (c) => c.pendingSyn !== 0 && (!hasReset(c) || endingReset(c) === undefined),
  explain(c: Connection): Finding<ChallengeAckSynTerms> {
    const syn = c.events.find((event) => event.kind === 'syn-inside')
    const challenge = c.events.find((event) => event.kind === 'challenge-ack' && event.packet > c.pendingSyn)
    const known = syn !== undefined && c.client.knows('ttl')
    const evidence: [Evidence<ChallengeAckSynTerms>, ...Evidence<ChallengeAckSynTerms>[]] = [{ point: 'syn', packets: [syn?.packet ?? c.pendingSyn] }]
    if (challenge !== undefined) evidence.push({ point: 'challenge', packets: [challenge.packet] })
    if (c.lastPacket > Math.max(c.pendingSyn, challenge?.packet ?? 0)) evidence.push({ point: 'goes-on', packets: [c.lastPacket] })
    return {
      certainty: evidence.some(({ point }) => point === 'goes-on') ? 'proven' : 'possible',
      blame: 'unknown',
      values: { synTtl: known ? syn.ttl : 0, usualTtl: known ? c.client.maxTtl : 0, challenged: challenge === undefined ? 'no' : 'yes' },
      evidence,
      alternatives: ['half-open-new-syn'],
      next: [
        { step: 'headers', command: `tcpdump -nnv -r FILE 'tcp port ${c.serverPort} and tcp[13] & 2 != 0'`, where: 'capture-host' },
        { step: 'counters', command: 'nstat -az | grep -E "TCPChallengeACK|TCPSYNChallenge"', where: 'server' },
      ],
    }
  },
}
