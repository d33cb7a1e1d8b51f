/** `half-open-new-syn`: the server still held an old connection on the ports of a new one. */
import type { Connection } from '../../analysis/connection.ts'
import { challengedOpening } from '../old-connection.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface HalfOpenNewSynTerms {
  values: { delayNs: number; opened: 'yes' | 'no' }
  point: 'syn' | 'challenge' | 'clearing' | 'opened'
  alternative: 'timewait-syn-challenged' | 'challenge-ack-syn'
  next: 'client-restart'
}

/** SYN, an ACK of something old, the client's RST for it, and the SYN again (RFC 9293 §3.5.1). */
export const halfOpenNewSyn: Rule<'half-open-new-syn', HalfOpenNewSynTerms> = {
  id: 'half-open-new-syn',
  question: 'Did the server still hold an old open connection on the ports of a new one?',
  severity: 'warning',
  sections: ['RFC 9293 §3.5.1', 'RFC 5961 §4.2'],
  phases: ['answered', 'open'],
  needsNotedPacket: ['ack-unexpected'],
  holds(c) {
    const opening = challengedOpening(c)
    return opening !== undefined && opening.old !== 'closed'
  },
  explain(c: Connection): Finding<HalfOpenNewSynTerms> {
    const opening = challengedOpening(c)
    if (opening === undefined) throw new Error('a challenged opening')
    const evidence: [Evidence<HalfOpenNewSynTerms>, ...Evidence<HalfOpenNewSynTerms>[]] = [
      { point: 'syn', packets: [c.client.synPacket] },
      { point: 'challenge', packets: [opening.challenge.packet] },
    ]
    if (opening.clearing !== undefined) evidence.push({ point: 'clearing', packets: [opening.clearing.packet] })
    if (c.server.sentSynAck) evidence.push({ point: 'opened', packets: [c.server.synPacket] })
    return {
      certainty: opening.old === 'unknown' ? 'possible' : c.previousEnd === 'unfinished' ? 'proven' : 'likely',
      blame: 'client',
      values: { delayNs: c.server.sentSynAck ? c.server.synTimeNs - c.client.synTimeNs : NaN, opened: c.server.sentSynAck ? 'yes' : 'no' },
      evidence,
      alternatives: opening.old === 'unknown' ? ['timewait-syn-challenged'] : ['timewait-syn-challenged', 'challenge-ack-syn'],
      next: [{ step: 'client-restart', command: `uptime -s; ss -tan 'sport = :${c.clientPort}'`, where: 'client' }],
    }
  },
}
