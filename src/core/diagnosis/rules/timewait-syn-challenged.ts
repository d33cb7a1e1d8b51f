/** `timewait-syn-challenged`: the server remembered a closed connection on the ports of a new one. */
import type { Connection } from '../../analysis/connection.ts'
import { challengedOpening } from '../old-connection.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface TimewaitSynChallengedTerms {
  values: { delayNs: number; opened: 'yes' | 'no'; before: 'seen' | 'not seen' }
  point: 'syn' | 'challenge' | 'clearing' | 'opened'
  alternative: 'half-open-new-syn'
  next: 'port-range'
}

/** The SYN was not clearly newer than the connection in TIME-WAIT, so it was answered with that one's ACK (RFC 9293 §3.6.1, RFC 6191 §2). */
export const timewaitSynChallenged: Rule<'timewait-syn-challenged', TimewaitSynChallengedTerms> = {
  id: 'timewait-syn-challenged',
  question: 'Did the server still remember a closed connection on the ports of a new one?',
  severity: 'info',
  sections: ['RFC 9293 §3.6.1', 'RFC 6191 §2'],
  phases: ['answered', 'open'],
  needsNotedPacket: ['ack-unexpected'],
  holds: (c) => challengedOpening(c)?.old === 'closed',
  explain(c: Connection): Finding<TimewaitSynChallengedTerms> {
    const opening = challengedOpening(c)
    if (opening === undefined) throw new Error('a challenged opening')
    const evidence: [Evidence<TimewaitSynChallengedTerms>, ...Evidence<TimewaitSynChallengedTerms>[]] = [
      { point: 'syn', packets: [c.client.synPacket] },
      { point: 'challenge', packets: [opening.challenge.packet] },
    ]
    if (opening.clearing !== undefined) evidence.push({ point: 'clearing', packets: [opening.clearing.packet] })
    if (c.server.sentSynAck) evidence.push({ point: 'opened', packets: [c.server.synPacket] })
    const before = c.previousEnd === 'none' ? 'not seen' : 'seen'
    return {
      certainty: before === 'seen' ? 'proven' : 'likely',
      blame: 'nobody',
      values: {
        delayNs: c.server.sentSynAck ? c.server.synTimeNs - c.client.synTimeNs : NaN,
        opened: c.server.sentSynAck ? 'yes' : 'no',
        before,
      },
      evidence,
      alternatives: ['half-open-new-syn'],
      next: [{ step: 'port-range', command: 'sysctl net.ipv4.ip_local_port_range net.ipv4.tcp_timestamps', where: 'client' }],
    }
  },
}
