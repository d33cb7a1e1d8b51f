/** `pmtu-blackhole`: full-size packets vanish without notice. */
import type { Connection } from '../../analysis/connection.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { endText } from '../commands.ts'
import { type LargeLost, isTooBig, largeLost } from '../path-mtu.ts'
import type { Evidence, Finding, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface PmtuBlackholeTerms {
  values: {
    sender: SideName
    receiver: SideName
    segmentBytes: number
    repeats: number
    smallerBytes: number
    stallNs: number
    seen: 'sender' | 'receiver'
    told: 'yes' | 'no'
  }
  point: 'in-vain' | 'gap' | 'small-passes' | 'smaller'
  alternative: 'loss-rto' | 'loss-congestion' | 'blackhole-timeout'
  next: 'probe' | 'clamp' | 'icmp'
}

/** The same large segment again and again in vain, or, at the receiver, never there at all, while the small ones get through. */
export const pmtuBlackhole: Rule<'pmtu-blackhole', PmtuBlackholeTerms> = {
  id: 'pmtu-blackhole',
  question: 'Do only the full-size segments vanish?',
  severity: 'error',
  sections: ['RFC 2923 §2.1', 'RFC 4821 §3', 'RFC 8201 §4'],
  phases: ['open'],
  needsNotedPacket: ['retransmission', 'gap'],
  holds: (c) => largeLost(c) !== undefined,
  explain(c: Connection): Finding<PmtuBlackholeTerms> {
    const lost = largeLost(c)
    if (lost === undefined) throw new Error('large segments in vain')
    const { sender, events, smaller, seenAt, segmentBytes } = lost
    const receiver = endOf(c, 1 - sender.side)
    const told = c.events.some((event) => event.kind === 'icmp' && event.side === sender.side && isTooBig(event))
    return {
      certainty: seenAt === 'sender' ? 'likely' : 'possible',
      blame: 'path',
      values: {
        sender: nameOf(sender.side),
        receiver: nameOf(receiver.side),
        segmentBytes,
        repeats: events.length,
        smallerBytes: smaller?.payloadLen ?? 0,
        stallNs: (smaller?.timeNs ?? c.lastTimeNs) - events[0].timeNs,
        seen: seenAt,
        told: told ? 'yes' : 'no',
      },
      evidence: evidenceOf(c, lost),
      alternatives: ['loss-rto', 'loss-congestion', 'blackhole-timeout'],
      next: [
        {
          step: 'probe',
          command: `ping -M do -s ${c.ipVersion === 6 ? 1452 : 1472} -c 3 ${endText(c, receiver.side)}; tracepath -n ${endText(c, receiver.side)}`,
          where: nameOf(sender.side),
        },
        {
          step: 'clamp',
          command: 'iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
          where: 'router',
        },
        {
          step: 'icmp',
          command: c.ipVersion === 6 ? "tcpdump -ni any 'icmp6 and ip6[40] == 2'" : "tcpdump -ni any 'icmp[0] == 3 and icmp[1] == 4'",
          where: nameOf(sender.side),
        },
      ],
    }
  },
}

function evidenceOf(
  c: Connection,
  { sender, seenAt, events, smaller }: LargeLost,
): readonly [Evidence<PmtuBlackholeTerms>, ...Evidence<PmtuBlackholeTerms>[]] {
  const receiver = endOf(c, 1 - sender.side)
  const [first, ...rest] = events.map((event) => event.packet)
  const evidence: [Evidence<PmtuBlackholeTerms>, ...Evidence<PmtuBlackholeTerms>[]] = [
    { point: seenAt === 'sender' ? 'in-vain' : 'gap', packets: [first ?? events[0].packet, ...rest] },
  ]
  if (receiver.lastPacket !== 0)
    evidence.push({ point: 'small-passes', packets: [receiver.establishingAck !== 0 ? receiver.establishingAck : receiver.lastPacket] })
  if (smaller !== undefined) evidence.push({ point: 'smaller', packets: [smaller.packet] })
  return evidence
}
