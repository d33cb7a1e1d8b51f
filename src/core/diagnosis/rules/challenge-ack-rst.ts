/** `challenge-ack-rst`: a RST near the right number was asked to prove itself. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, nameOf } from '../closing.ts'
import { hasReset, resetsWithoutEffect } from '../resets.ts'
import type { Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface ChallengeAckRstTerms {
  values: { sender: SideName; receiver: SideName; off: number; resetTtl: number; usualTtl: number }
  point: 'reset' | 'challenge' | 'goes-on'
  alternative: 'rst-injected-ignored'
  next: 'headers' | 'counters'
}

/** A challenge leaves at once; an ACK this much later is about something else. */
const LATEST_CHALLENGE_NS = 1e9

/** In the window, yet not exact: the receiver answers with an ACK and keeps the connection (RFC 5961 §3.2). */
export const challengeAckRst: Rule<'challenge-ack-rst', ChallengeAckRstTerms> = {
  id: 'challenge-ack-rst',
  question: 'Was a RST with an inexact number challenged, and did the connection live on?',
  severity: 'warning',
  sections: ['RFC 5961 §3.2', 'RFC 9293 §3.10.7.4'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['rst'],
  holds: (c) => hasReset(c) && resetsWithoutEffect(c).some((reset) => isChallenged(c, reset)),
  explain(c: Connection): Finding<ChallengeAckRstTerms> {
    const reset = resetsWithoutEffect(c).find((candidate) => isChallenged(c, candidate))
    const challenge = reset === undefined ? undefined : challengeOf(c, reset)
    if (reset === undefined || challenge === undefined) throw new Error('a challenged reset')
    const sender = reset.side === 0 ? c.client : c.server
    return {
      certainty: 'proven',
      blame: 'unknown',
      values: {
        sender: nameOf(reset.side),
        receiver: nameOf(1 - reset.side),
        off: reset.a,
        resetTtl: sender.knows('ttl') ? reset.ttl : 0,
        usualTtl: sender.knows('ttl') ? sender.maxTtl : 0,
      },
      evidence: [
        { point: 'reset', packets: [reset.packet] },
        { point: 'challenge', packets: [challenge.packet] },
        { point: 'goes-on', packets: [c.lastPacket] },
      ],
      alternatives: ['rst-injected-ignored'],
      next: [
        { step: 'headers', command: `tcpdump -nnv -r FILE 'tcp port ${c.serverPort} and tcp[13] & 4 != 0'`, where: 'capture-host' },
        { step: 'counters', command: 'nstat -az | grep TCPChallengeACK', where: nameOf(1 - reset.side) },
      ],
    }
  },
}

/** Whether the receiver of a RST challenged it. */
export function isChallenged(c: Connection, reset: TrackedEvent): boolean {
  return challengeOf(c, reset) !== undefined
}

/** The ACK in answer to a RST: the receiver's next word, before anything else that could be challenged. */
function challengeOf(c: Connection, reset: TrackedEvent): TrackedEvent | undefined {
  if (reset.c === 1) return undefined
  for (const event of c.events) {
    if (event.packet <= reset.packet) continue
    if (event.kind === 'challenge-ack' && event.side !== reset.side)
      return event.timeNs - reset.timeNs > LATEST_CHALLENGE_NS ? undefined : event
    if (event.kind === 'syn-inside') return undefined
  }
  return undefined
}
