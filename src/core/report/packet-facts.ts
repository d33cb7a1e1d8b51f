/**
 * What is still known of a packet of a connection when the connection is reported: the one mapping from packet numbers to facts.
 *
 * The tracker keeps no packets, only milestones and notable events; ladders draw these facts, and claims state them. A fact says only
 * what is certain: flags that may stand beside others are `carries`, an acknowledgment that may reach further is `acksThrough`.
 */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'
import { FLAG } from '../packet/packet.ts'

/** Which end of a connection. */
export type End = 'client' | 'server'

/** What a packet was in the life of its connection, where it is kept for that alone. */
export type Milestone =
  | 'syn'
  | 'establishing-ack'
  | 'fin'
  | 'fin-acked'
  | 'rst'
  | 'first-data'
  | 'last-data'
  | 'first-packet'
  | 'last-packet'
  | 'largest-packet'
  | 'waited-for'
  | 'partial-checksum'
  | 'after-peer-fin'
  | 'after-rst'

/** What is kept of one packet. Positions count the SYN as 0, the first byte of data as 1. */
export interface PacketFact {
  readonly packet: number
  /** As the capture counts time; NaN when unknown. */
  readonly timeNs: number
  /** Who sent it; for an ICMP error, whose packet it quotes. */
  readonly from: End
  /** The notable event that it is, with all that was noted; otherwise it is a milestone. */
  readonly event: TrackedEvent | undefined
  readonly milestone: Milestone | undefined
  /** All its flags, bits of `FLAG`; undefined when they were not kept. */
  readonly flags: number | undefined
  /** Flags that it has for certain. */
  readonly carries: number
  /** Position of its first byte, and what it acknowledges in the peer's numbering; NaN when that was not kept. */
  readonly pos: number
  readonly ackPos: number
  /** It acknowledges at least this position of the peer; NaN when that was not kept. */
  readonly acksThrough: number
  /** Position of its FIN; NaN without. */
  readonly finPos: number
  /** Undefined when that was not kept. */
  readonly payloadLen: number | undefined
}

/** An ICMP error. */
export interface IcmpFact {
  /** 4 or 6: ICMP or ICMPv6. */
  readonly version: number
  readonly type: number
  readonly code: number
  /** MTU that it names, or 0. */
  readonly mtu: number
  readonly senderAddress: string
}

/** The ICMP error that an event of kind `icmp` is. */
export function icmpOf(c: Connection, { a, b, c: detail }: TrackedEvent): IcmpFact {
  const version = (detail >>> 20) & 1 ? 6 : 4
  return { version, type: a >>> 8, code: a & 0xff, mtu: detail & 0xfffff, senderAddress: c.addressText(b, version) }
}

/** What a milestone is known by. */
type Details = Pick<PacketFact, 'carries' | 'pos' | 'acksThrough' | 'finPos' | 'payloadLen'>

const NOTHING: Details = { carries: 0, pos: NaN, acksThrough: NaN, finPos: NaN, payloadLen: undefined }
const BARE_SYN: Details = { ...NOTHING, carries: FLAG.syn, pos: 0 }
const SYN_ACK: Details = { ...NOTHING, carries: FLAG.syn | FLAG.ack, pos: 0 }
const ANY_ACK: Details = { ...NOTHING, carries: FLAG.ack }
const FIRST_ACK: Details = { ...ANY_ACK, acksThrough: 1 }
const RST: Details = { ...NOTHING, carries: FLAG.rst }

/** An end by its number. */
export function endOf(side: number): End {
  return side === 0 ? 'client' : 'server'
}

/** All packets of `c` that tell of its opening, its data and its close, and all notable ones; by packet number, in no order. */
export function landmarkFacts(c: Connection): Map<number, PacketFact> {
  const facts = new Map<number, PacketFact>()
  for (const event of c.events) if (!facts.has(event.packet)) facts.set(event.packet, eventFact(c, event))
  for (const side of [c.client, c.server]) {
    for (const packet of landmarksOf(c, side)) {
      if (packet === 0 || facts.has(packet)) continue
      const fact = landmark(c, side, packet)
      if (fact !== undefined) facts.set(packet, fact)
    }
  }
  return facts
}

/** What is kept of the packet with that number; undefined when it is nothing. */
export function packetFact(c: Connection, packet: number): PacketFact | undefined {
  if (packet === 0) return undefined
  if (c.hasEvents) {
    const event = c.events.find((noted) => noted.packet === packet)
    if (event !== undefined) return eventFact(c, event)
  }
  return (
    landmark(c, c.client, packet) ??
    landmark(c, c.server, packet) ??
    passing(c.client, c.server, packet) ??
    passing(c.server, c.client, packet)
  )
}

/** Packet numbers that `landmark` knows for a side. */
function landmarksOf(c: Connection, side: Endpoint): readonly number[] {
  const peer = side === c.client ? c.server : c.client
  return [side.synPacket, side.establishingAck, side.finPacket, peer.finAckedPacket, side.rstPacket, side.firstData, side.lastData]
}

function eventFact(c: Connection, event: TrackedEvent): PacketFact {
  const { kind, packet, timeNs } = event
  const from = endOf(event.side)
  const sender = event.side === 0 ? c.client : c.server
  const isIcmp = kind === 'icmp'
  // Of these, `pos` and `ackPos` are not the packet's own: a quoted position, the FIN's, a SACK block's, the peer's acknowledgment.
  const isPosOwn = !isIcmp && kind !== 'fin-repeated' && kind !== 'dsack'
  const isAckOwn = kind !== 'retransmission' && kind !== 'out-of-order'
  const finPos = kind === 'fin-repeated' ? event.pos : NaN
  const flags = !isIcmp && sender.knows('flags') ? event.flags : undefined
  const fact = {
    packet,
    timeNs,
    from,
    event,
    milestone: undefined,
    flags,
    carries: 0,
    // The SYN that its side is counted by may have been noted while another one still was.
    pos: sender.isnSeen && packet === sender.synPacket ? 0 : isPosOwn ? event.pos : NaN,
    ackPos: kind === 'rst' ? refusedPos(c, event) : isAckOwn ? event.ackPos : NaN,
    acksThrough: NaN,
    finPos,
    payloadLen: isIcmp ? undefined : event.payloadLen,
  }
  return renumbered(c, sender, fact)
}

/** What a RST acknowledges that refuses a SYN (RFC 9293 §3.10.7.3); other RSTs were measured by their sequence number. */
function refusedPos(c: Connection, { side, flags, a }: TrackedEvent): number {
  const [sender, receiver] = side === 0 ? [c.client, c.server] : [c.server, c.client]
  const isRefusal = receiver.sentBareSyn && !receiver.hasAcked && !sender.isnSeen && (flags & FLAG.ack) !== 0
  return isRefusal ? a + 1 : NaN
}

/** Numbers from before the SYN that its side was counted by later are counted otherwise: they are left out. */
function renumbered(c: Connection, sender: Endpoint, fact: PacketFact): PacketFact {
  const receiver = sender === c.client ? c.server : c.client
  const isBeforeSyn = sender.isnSeen && fact.packet < sender.synPacket
  const isBeforePeerSyn = receiver.isnSeen && fact.packet < receiver.synPacket
  if (!isBeforeSyn && !isBeforePeerSyn) return fact
  return {
    ...fact,
    ...(isBeforeSyn ? { pos: NaN, finPos: NaN } : {}),
    ...(isBeforePeerSyn ? { ackPos: NaN, acksThrough: NaN } : {}),
  }
}

/** A packet that opened or closed the connection, or began or ended the data of a side. */
function landmark(c: Connection, side: Endpoint, packet: number): PacketFact | undefined {
  const fact = sentLandmark(side, side === c.client ? c.server : c.client, packet)
  return fact === undefined ? undefined : renumbered(c, side, fact)
}

function sentLandmark(side: Endpoint, peer: Endpoint, packet: number): PacketFact | undefined {
  // In a simultaneous open the SYN comes again with ACK: then the first one may have been either.
  if (packet === side.synPacket) return milestoneFact(side, packet, 'syn', side.synTimeNs, side.sentBareSyn ? BARE_SYN : SYN_ACK)
  // Of the end that opened; the other end's is no landmark.
  if (packet === side.establishingAck && side.sentBareSyn) {
    const details = packet === side.firstData ? { ...FIRST_ACK, payloadLen: side.firstDataLen } : FIRST_ACK
    return milestoneFact(side, packet, 'establishing-ack', side.establishingAckTimeNs, details)
  }
  if (packet === side.finPacket)
    return milestoneFact(side, packet, 'fin', side.finTimeNs, { ...NOTHING, carries: FLAG.fin, finPos: side.finPos })
  if (packet === peer.finAckedPacket) {
    // Acknowledged before it was captured (directions swapped): then the packet is only the latest of its side.
    const isKnown = packet > peer.finPacket
    const details = isKnown ? { ...NOTHING, carries: FLAG.ack, acksThrough: peer.finPos + 1 } : NOTHING
    return milestoneFact(side, packet, 'fin-acked', peer.finAckedTimeNs, details)
  }
  if (packet === side.rstPacket) return milestoneFact(side, packet, 'rst', side.rstTimeNs, RST)
  if (packet === side.firstData)
    return milestoneFact(side, packet, 'first-data', side.firstDataTimeNs, { ...NOTHING, payloadLen: side.firstDataLen })
  return packet === side.lastData ? milestoneFact(side, packet, 'last-data', side.lastDataTimeNs, NOTHING) : undefined
}

/** A packet that is remembered for something else: the first, the largest, the one that was waited for. */
function passing(side: Endpoint, peer: Endpoint, packet: number): PacketFact | undefined {
  if (side.packets === 0) return undefined
  if (packet === side.establishingAck) return milestoneFact(side, packet, 'establishing-ack', side.establishingAckTimeNs, ANY_ACK)
  if (packet === side.firstPacket) return milestoneFact(side, packet, 'first-packet', side.firstTimeNs, NOTHING)
  if (packet === side.lastPacket) return milestoneFact(side, packet, 'last-packet', side.lastTimeNs, NOTHING)
  if (packet === side.largestPacket)
    return milestoneFact(side, packet, 'largest-packet', NaN, { ...NOTHING, payloadLen: side.maxSegmentBytes })
  if (
    packet === side.longestTurnPacket ||
    packet === side.longestPausePacket ||
    packet === side.longestPauseFrom ||
    packet === peer.longestTurnFrom
  )
    return milestoneFact(side, packet, 'waited-for', NaN, NOTHING)
  if (packet === side.firstPartialChecksum) return milestoneFact(side, packet, 'partial-checksum', NaN, NOTHING)
  if (packet === side.firstDataAfterPeerFin) return milestoneFact(side, packet, 'after-peer-fin', NaN, NOTHING)
  if (packet === side.firstPacketAfterRst) return milestoneFact(side, packet, 'after-rst', NaN, NOTHING)
  return undefined
}

function milestoneFact(side: Endpoint, packet: number, milestone: Milestone, timeNs: number, details: Details): PacketFact {
  const knowsFlags = side.knows('flags')
  return {
    packet,
    timeNs,
    from: endOf(side.side),
    event: undefined,
    milestone,
    flags: knowsFlags && packet === side.firstPacket ? side.firstFlags : undefined,
    carries: knowsFlags ? details.carries : 0,
    pos: details.pos,
    ackPos: NaN,
    acksThrough: details.acksThrough,
    finPos: details.finPos,
    payloadLen: details.payloadLen,
  }
}
