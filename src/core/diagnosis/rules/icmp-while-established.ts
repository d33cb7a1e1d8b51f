/** `icmp-while-established`: in the middle of the connection a device began to reject its packets. */
import type { Connection } from '../../analysis/connection.ts'
import type { TrackedEvent } from '../../analysis/event-log.ts'
import { type SideName, endOf, nameOf } from '../closing.ts'
import { FIREWALL_COMMAND, captureCommand } from '../commands.ts'
import { connectError } from '../icmp-answer.ts'
import { isTooBig } from '../path-mtu.ts'
import type { Evidence, Finding, Packets, Rule } from '../rule.ts'

/** What the rule and its words share. */
export interface IcmpWhileEstablishedTerms {
  values: {
    sender: SideName
    source: string
    by: 'peer' | 'other'
    errors: number
    version: number
    type: number
    code: number
    error: string
    recovered: 'yes' | 'no'
  }
  point: 'errors' | 'last-good' | 'repeats'
  alternative: 'blackhole-timeout' | 'rst-unknown-connection'
  next: 'rules' | 'route'
}

const V6_BIT = 1 << 20
const V4_KINDS: readonly number[] = [3, 11, 12]
const V6_KINDS: readonly number[] = [1, 3, 4]

/** ICMP errors about segments behind the handshake, which the sender then repeats: a host does not give up for them (RFC 1122 §4.2.3.9). */
export const icmpWhileEstablished: Rule<'icmp-while-established', IcmpWhileEstablishedTerms> = {
  id: 'icmp-while-established',
  question: 'Did a device begin to reject packets in the middle of the connection?',
  severity: 'error',
  sections: ['RFC 1122 §4.2.3.9', 'RFC 5461 §2', 'RFC 5927 §5'],
  phases: ['open', 'mid-stream'],
  needsNotedPacket: ['icmp'],
  holds: (c) => c.icmpErrors !== 0 && rejections(c).length > 0,
  explain(c: Connection): Finding<IcmpWhileEstablishedTerms> {
    const [first, ...rest] = rejections(c)
    if (first === undefined) throw new Error('an ICMP error about data')
    const sender = endOf(c, first.side)
    const peer = endOf(c, 1 - first.side)
    const v6 = (first.c & V6_BIT) !== 0
    const errors: Packets = [first.packet, ...rest.map((event) => event.packet)]
    const evidence: [Evidence<IcmpWhileEstablishedTerms>, ...Evidence<IcmpWhileEstablishedTerms>[]] = [{ point: 'errors', packets: errors }]
    if (peer.establishingAck !== 0 && peer.establishingAck < first.packet)
      evidence.unshift({ point: 'last-good', packets: [peer.establishingAck] })
    const repeats = repeatsOfRejected(c, first).map((event) => event.packet)
    if (repeats[0] !== undefined) evidence.push({ point: 'repeats', packets: [repeats[0], ...repeats.slice(1)] })
    return {
      certainty: 'proven',
      blame: 'path',
      values: {
        sender: nameOf(sender.side),
        source: c.addressText(first.b, v6 ? 6 : 4),
        by: first.b === (first.side === 0 ? c.serverKey : c.clientKey) ? 'peer' : 'other',
        errors: errors.length,
        version: v6 ? 6 : 4,
        type: first.a >> 8,
        code: first.a & 0xff,
        error: connectError(v6, first.a >> 8, first.a & 0xff),
        recovered: peer.ackPos > positionOf(c, first) ? 'yes' : 'no',
      },
      evidence,
      alternatives: ['blackhole-timeout', 'rst-unknown-connection'],
      next: [
        { step: 'rules', command: FIREWALL_COMMAND, where: 'router' },
        { step: 'route', command: captureCommand(c), where: nameOf(1 - first.side) },
      ],
    }
  },
}

/** Errors about segments that the sender needed to get through: repeated afterwards, or never acknowledged. */
function rejections(c: Connection): readonly TrackedEvent[] {
  const errors = c.events.filter((event) => event.kind === 'icmp' && positionOf(c, event) >= 1 && isError(event))
  const needed = errors.filter((event) => {
    const sender = endOf(c, event.side)
    const peer = endOf(c, 1 - event.side)
    // A bare ACK or RST that is rejected carries nothing that anyone misses.
    const pos = positionOf(c, event)
    return pos < sender.nxtPos && (peer.ackPos <= pos || repeatsOfRejected(c, event).length > 0)
  })
  return needed.length === 0 ? needed : errors.filter((event) => event.side === needed[0].side)
}

function isError(event: TrackedEvent): boolean {
  return !isTooBig(event) && ((event.c & V6_BIT) !== 0 ? V6_KINDS : V4_KINDS).includes(event.a >> 8)
}

/** The position that an error quotes; of a quote that was cut before it, that of what its sender repeats first afterwards, NaN when nothing. */
function positionOf(c: Connection, error: TrackedEvent): number {
  if (!Number.isNaN(error.pos)) return error.pos
  return c.events.find(({ kind, side, packet }) => kind === 'retransmission' && side === error.side && packet > error.packet)?.pos ?? NaN
}

function repeatsOfRejected(c: Connection, error: TrackedEvent): readonly TrackedEvent[] {
  const pos = positionOf(c, error)
  return c.events.filter(
    (event) =>
      event.side === error.side &&
      event.packet > error.packet &&
      event.pos <= pos &&
      (event.kind === 'fin-repeated' || (event.kind === 'retransmission' && event.pos + event.payloadLen > pos)),
  )
}
