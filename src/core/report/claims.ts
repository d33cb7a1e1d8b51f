/** Claims: what a report says of each packet that it shows as evidence, in a form that a program can hold against the bytes. */
import type { CaptureFacts } from '../analysis/capture-facts.ts'
import type { Connection } from '../analysis/connection.ts'
import type { End, PacketFact } from './packet-facts.ts'
import { icmpOf, packetFact } from './packet-facts.ts'
import { endText } from './end-names.ts'
import type { EndReport } from './report.ts'
import { flagLetters } from './segment-label.ts'

/** What is claimed of one packet; every field but the number is there only where it is known. */
export type PacketClaim = SegmentClaim | IcmpClaim | NeighbourClaim | EndpointClaim

/**
 * A TCP segment of the connection. Positions count from the sender's initial sequence number (`isn` of the connection), so that the SYN
 * is 0 and the first byte of data 1, modulo 2^32; flags are tcpdump's letters.
 */
export interface SegmentClaim {
  readonly packet: number
  readonly from?: End
  /** All flags; or those that it has at least. */
  readonly flags?: string
  readonly carries?: string
  /** Position of the first byte; payload bytes; position of the FIN, behind the last byte. */
  readonly seq?: number
  readonly len?: number
  readonly fin?: number
  /** The position of the peer that it acknowledges; or one that it acknowledges at least. */
  readonly ack?: number
  readonly acksThrough?: number
}

/** An ICMP error about the connection. */
export interface IcmpClaim {
  readonly packet: number
  /** Type and code: `3/13`. */
  readonly icmp: string
  /** 4: ICMP; 6: ICMPv6. */
  readonly version: number
  readonly sender: string
  /** Whose packet it quotes. */
  readonly quotes: End
  readonly mtu?: number
}

/** A question for a neighbour's address, by ARP or neighbour discovery: `asks 192.0.2.99`. */
export interface NeighbourClaim {
  readonly packet: number
  readonly neighbour: string
}

/** A TCP segment from or to an address, `192.0.2.1`, or an endpoint, `[2001:db8::1]:80`, that many connections have in common. */
export interface EndpointClaim {
  readonly packet: number
  readonly endpoint: string
}

/** Makes the claim about a packet of which the evidence says that it shows something. */
export type Claimant = (packet: number) => PacketClaim

/** Claims about packets of `c`. `hostNames` gives the names that stand for placeholder addresses. */
export function connectionClaimant(c: Connection, hostNames: ReadonlyMap<string, string>): Claimant {
  return (packet) => connectionClaim(c, packet, hostNames)
}

function connectionClaim(c: Connection, packet: number, hostNames: ReadonlyMap<string, string>): PacketClaim {
  const fact = packetFact(c, packet)
  if (fact === undefined) return { packet }
  if (fact.event?.kind !== 'icmp') return segmentClaim(c, fact)
  const { version, type, code, mtu, senderAddress } = icmpOf(c, fact.event)
  const sender = hostNames.get(senderAddress) ?? senderAddress
  return { packet, icmp: `${type}/${code}`, version, sender, quotes: fact.from, ...(mtu > 0 ? { mtu } : {}) }
}

/** Claims about packets of a capture as a whole. */
export function captureClaimant(capture: CaptureFacts, addressText: (key: number, ipVersion: number) => string): Claimant {
  const asked = new Map<number, string>()
  for (const { packets, target, ipVersion } of capture.neighbours) {
    for (const packet of packets) asked.set(packet, addressText(target, ipVersion))
  }
  return (packet) => {
    const target = asked.get(packet)
    return target === undefined ? { packet } : { packet, neighbour: `asks ${target}` }
  }
}

/** Claims about packets of many connections from one address, or to one endpoint. */
export function groupClaimant(source: string | null, target: EndReport | null): Claimant {
  const endpoint = source ?? (target === null ? null : endText(target))
  return (packet) => (endpoint === null ? { packet } : { packet, endpoint })
}

function segmentClaim(
  c: Connection,
  { packet, from, flags, carries, pos, payloadLen, finPos, ackPos, acksThrough }: PacketFact,
): SegmentClaim {
  const [sender, receiver] = from === 'client' ? [c.client, c.server] : [c.server, c.client]
  const claim: { -readonly [K in keyof SegmentClaim]: SegmentClaim[K] } = { packet, from }
  if (flags !== undefined) claim.flags = flagLetters(flags)
  else if (carries !== 0) claim.carries = flagLetters(carries)
  // Text may leave sequence numbers out; what stands in for them is filler.
  if (sender.knows('seq')) {
    if (pos >= 0) claim.seq = pos
    if (finPos >= 0) claim.fin = finPos
  }
  if (receiver.knows('seq') || receiver.packets === 0) {
    if (ackPos >= 0) claim.ack = ackPos
    else if (acksThrough >= 0) claim.acksThrough = acksThrough
  }
  if (payloadLen !== undefined) claim.len = payloadLen
  return claim
}
