/** `synack-unanswered`: the server answered, and nobody acknowledged. */
import type { Connection } from '../../analysis/connection.ts'
import { vantageOf } from '../../analysis/vantage.ts'
import { captureCommand, clientText } from '../commands.ts'
import { SYN_REPEAT_DUE_NS, synAckPackets, synPackets } from '../opening.ts'
import { synackIgnored } from './synack-ignored.ts'
import { synackResetByClient } from './synack-reset-by-client.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the verdict `synack-unanswered` and its words speak of. */
export interface SynackUnansweredTerms {
  values: { syns: number; synAcks: number; spanNs: number; atServer: number; unfinished: number }
  point: 'asked' | 'answered' | 'asked-again'
  alternative: 'synack-ignored' | 'syn-flood' | 'capture-one-way'
  next: 'at-client' | 'route-back' | 'half-open'
}

function againEvidence(syns: readonly [number, ...number[]]): Evidence<SynackUnansweredTerms>[] {
  const [second, ...more] = syns.slice(1)
  return second === undefined ? [] : [{ point: 'asked-again', packets: [second, ...more] }]
}

/** `synack-unanswered`: the server answered, and nobody acknowledged. */
export const synackUnanswered: Rule<'synack-unanswered', SynackUnansweredTerms> = {
  id: 'synack-unanswered',
  question: "Was the server's SYN-ACK never acknowledged?",
  severity: 'error',
  sections: ['RFC 9293 §3.5', 'RFC 4987 §2'],
  phases: ['answered'],
  holds(c) {
    const { server } = c
    if (!server.sentSynAck || synackResetByClient.holds(c) || synackIgnored.holds(c)) return false
    return !(server.rstAccepted && server.rstPacket < server.synPacket)
  },
  explain(c: Connection): Finding<SynackUnansweredTerms> {
    const { client, server } = c
    const { point } = vantageOf(c)
    const again = server.synCount > 1 || client.synCount > 1
    // The capture, or what was pasted of it, may end before an ACK could come. Without times, nobody knows.
    const unfinished = !again && !(c.silenceAfterNs >= SYN_REPEAT_DUE_NS)
    const syns = client.synCount === 0 ? undefined : synPackets(c)
    const answered: Evidence<SynackUnansweredTerms> = { point: 'answered', packets: synAckPackets(c) }
    return {
      certainty: unfinished ? 'possible' : point === 'server-side' && server.synCount > 1 ? 'proven' : 'likely',
      // The way back, or the client's own firewall: the server cannot tell.
      blame: 'unknown',
      values: {
        syns: client.synCount,
        synAcks: server.synCount,
        spanNs: server.lastSynTimeNs - server.synTimeNs,
        atServer: Number(point === 'server-side'),
        unfinished: Number(unfinished),
      },
      evidence: syns === undefined ? [answered] : [{ point: 'asked', packets: [syns[0]] }, answered, ...againEvidence(syns)],
      alternatives: [
        'synack-ignored',
        ...(client.synCount <= 1 ? ['syn-flood' as const] : []),
        ...(client.packets === 0 ? ['capture-one-way' as const] : []),
      ],
      next: [
        { step: 'at-client', command: captureCommand(c), where: 'client' },
        { step: 'route-back', command: `ip route get ${clientText(c)}`, where: 'server' },
        { step: 'half-open', command: `ss -nt state syn-recv 'sport = :${c.serverPort}'`, where: 'server' },
      ],
    }
  },
}
