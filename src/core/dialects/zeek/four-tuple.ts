/** Addresses and ports of a connection, the same for both directions. */
import { formatIpv4, formatIpv6 } from '../../packet/address-text.ts'
import type { Packet } from '../../packet/packet.ts'

const IPV6_SOURCE = 8
const IPV6_DESTINATION = 24

/** Both ends of a connection in an order that does not depend on who sends: A before B. */
export interface FourTuple {
  readonly a: string
  readonly portA: number
  readonly b: string
  readonly portB: number
  /** Whether the packet (or the first end given) is A's. */
  readonly isFromA: boolean
}

/** The ends of a packet. */
export function packetTuple(packet: Packet): FourTuple {
  return orderedTuple(addressOf(packet, true), packet.srcPort, addressOf(packet, false), packet.dstPort)
}

/** Puts two ends in order. */
export function orderedTuple(from: string, fromPort: number, to: string, toPort: number): FourTuple {
  const isFromA = from < to || (from === to && fromPort <= toPort)
  return isFromA ? { a: from, portA: fromPort, b: to, portB: toPort, isFromA } : { a: to, portA: toPort, b: from, portB: fromPort, isFromA }
}

/** A key for maps. */
export function tupleKey({ a, portA, b, portB }: FourTuple): string {
  return `${a} ${portA} ${b} ${portB}`
}

function addressOf(packet: Packet, isSource: boolean): string {
  if (packet.ipVersion === 6) return formatIpv6(packet.bytes, packet.ipOffset + (isSource ? IPV6_SOURCE : IPV6_DESTINATION))
  return formatIpv4(isSource ? packet.srcAddr : packet.dstAddr)
}
