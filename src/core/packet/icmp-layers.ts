/** ICMP and ICMPv6 in a packet: errors with the packet they quote, neighbour discovery. */
import {
  ICMP_FRAGMENTATION_NEEDED,
  ICMP_HEADER_BYTES,
  ICMP_UNREACHABLE,
  ICMPV6_NEIGHBOUR_ADVERTISEMENT,
  ICMPV6_NEIGHBOUR_SOLICITATION,
  ICMPV6_PACKET_TOO_BIG,
  icmpCode,
  icmpNextHopMtu,
  icmpType,
  icmpv6Mtu,
  isIcmpError,
  isIcmpv6Error,
} from '../wire/icmp.ts'
import {
  PROTOCOL_AUTHENTICATION,
  PROTOCOL_DESTINATION_OPTIONS,
  PROTOCOL_FRAGMENT,
  PROTOCOL_HIP,
  PROTOCOL_HOP_BY_HOP,
  PROTOCOL_MOBILITY,
  PROTOCOL_ROUTING,
  PROTOCOL_SHIM6,
  PROTOCOL_TCP,
} from '../wire/ip-protocol.ts'
import {
  IPV4_HEADER_MIN_BYTES,
  ipv4Destination,
  ipv4FragmentOffset,
  ipv4HeaderLen,
  ipv4Id,
  ipv4Protocol,
  ipv4Source,
  ipv4Ttl,
  ipv4Version,
} from '../wire/ipv4.ts'
import {
  authenticationHeaderLen,
  IPV6_EXTENSION_MIN_BYTES,
  IPV6_FRAGMENT_BYTES,
  IPV6_HEADER_BYTES,
  ipv6ExtensionLen,
  ipv6FragmentOffset,
  ipv6HopLimit,
  ipv6NextHeader,
} from '../wire/ipv6.ts'
import { NEIGHBOUR_MESSAGE_BYTES, neighbourTarget } from '../wire/neighbour-discovery.ts'
import { TCP_BYTES_TO_FLAGS, tcpDstPort, tcpFlags, tcpSeq, tcpSrcPort } from '../wire/tcp.ts'
import { type Extent, has, stop } from './extent.ts'
import { NEXT } from './next-layer.ts'
import { KIND, type Packet, PROBLEM } from './packet.ts'

/** What every quote has of the transport header: ports and sequence number (RFC 792 "64 bits of data"). */
const QUOTED_TRANSPORT_BYTES = 8
const PORT_BYTES = 4
/** Enough to know what kind of message it is. */
const TYPE_CODE_BYTES = 2
/** Extension headers of a quoted packet that are followed. */
const MOST_EXTENSION_HEADERS = 32

/** An ICMP message. */
export function icmpLayer(packet: Packet, extent: Extent): number {
  const { view } = packet
  const { at } = extent
  packet.kind = KIND.icmpOther
  packet.icmpType = packet.icmpCode = packet.icmpMtu = 0
  if (!has(packet, extent, TYPE_CODE_BYTES, 'icmp')) return NEXT.done
  packet.icmpType = icmpType(view, at)
  packet.icmpCode = icmpCode(view, at)
  if (!isIcmpError(packet.icmpType)) return NEXT.done
  clearQuote(packet)
  if (!has(packet, extent, ICMP_HEADER_BYTES, 'icmp')) return NEXT.done
  if (packet.icmpType === ICMP_UNREACHABLE && packet.icmpCode === ICMP_FRAGMENTATION_NEEDED) packet.icmpMtu = icmpNextHopMtu(view, at)
  return quote(packet, extent)
}

/** An ICMPv6 message. */
export function icmpv6Layer(packet: Packet, extent: Extent): number {
  const { view } = packet
  const { at } = extent
  packet.kind = KIND.icmpOther
  packet.icmpType = packet.icmpCode = packet.icmpMtu = 0
  if (!has(packet, extent, TYPE_CODE_BYTES, 'icmp6')) return NEXT.done
  const type = icmpType(view, at)
  packet.icmpType = type
  packet.icmpCode = icmpCode(view, at)
  if (isIcmpv6Error(type)) {
    clearQuote(packet)
    if (!has(packet, extent, ICMP_HEADER_BYTES, 'icmp6')) return NEXT.done
    if (type === ICMPV6_PACKET_TOO_BIG) packet.icmpMtu = icmpv6Mtu(view, at) | 0
    return quote(packet, extent)
  }
  if (type !== ICMPV6_NEIGHBOUR_SOLICITATION && type !== ICMPV6_NEIGHBOUR_ADVERTISEMENT) return NEXT.done
  if (packet.ipVersion !== 6 || !has(packet, extent, NEIGHBOUR_MESSAGE_BYTES, 'icmp6')) return NEXT.done
  packet.kind = KIND.neighbour
  packet.neighbourOperation = type === ICMPV6_NEIGHBOUR_SOLICITATION ? 1 : 2
  packet.neighbourTarget = 0
  packet.neighbourTargetOffset = neighbourTarget(at)
  return NEXT.done
}

/** The packet is an error; of what it quotes nothing is known yet. */
function clearQuote(packet: Packet): void {
  packet.kind = KIND.icmpError
  packet.quotedIpVersion = packet.quotedIpOffset = packet.quotedSrcAddr = packet.quotedDstAddr = packet.quotedProtocol = 0
  packet.quotedSrcPort = packet.quotedDstPort = packet.quotedSeq = packet.quotedTtl = packet.quotedIpId = 0
  packet.quotedFlags = -1
}

/** The packet that an error quotes, behind its first eight bytes; what of it is not there stays 0. */
function quote(packet: Packet, extent: Extent): number {
  const { view } = packet
  extent.at += ICMP_HEADER_BYTES
  if (!has(packet, extent, 1, 'quote')) return NEXT.done
  const version = ipv4Version(view, extent.at)
  if (version === 4) quoteIpv4(packet, extent)
  else if (version === 6) quoteIpv6(packet, extent)
  else stop(packet, extent, PROBLEM.malformed, 'quote', IPV4_HEADER_MIN_BYTES)
  return NEXT.done
}

function quoteIpv4(packet: Packet, extent: Extent): void {
  const { view } = packet
  const { at } = extent
  if (!has(packet, extent, IPV4_HEADER_MIN_BYTES, 'quote')) return
  const headerLen = ipv4HeaderLen(view, at)
  packet.quotedIpVersion = 4
  packet.quotedIpOffset = at
  packet.quotedSrcAddr = ipv4Source(view, at)
  packet.quotedDstAddr = ipv4Destination(view, at)
  packet.quotedProtocol = ipv4Protocol(view, at)
  packet.quotedTtl = ipv4Ttl(view, at)
  packet.quotedIpId = ipv4Id(view, at)
  if (headerLen < IPV4_HEADER_MIN_BYTES || ipv4FragmentOffset(view, at) !== 0) return
  if (!has(packet, extent, headerLen, 'quote')) return
  extent.at += headerLen
  quoteTransport(packet, extent)
}

function quoteIpv6(packet: Packet, extent: Extent): void {
  const { view } = packet
  if (!has(packet, extent, IPV6_HEADER_BYTES, 'quote')) return
  packet.quotedIpVersion = 6
  packet.quotedIpOffset = extent.at
  packet.quotedTtl = ipv6HopLimit(view, extent.at)
  packet.quotedProtocol = ipv6NextHeader(view, extent.at)
  extent.at += IPV6_HEADER_BYTES
  for (let headers = 0; headers < MOST_EXTENSION_HEADERS; headers++) {
    const header = packet.quotedProtocol
    if (!isExtensionHeader(header)) {
      quoteTransport(packet, extent)
      return
    }
    const { at } = extent
    if (!has(packet, extent, IPV6_EXTENSION_MIN_BYTES, 'quote')) return
    packet.quotedProtocol = view.getUint8(at)
    if (header === PROTOCOL_FRAGMENT) {
      if (ipv6FragmentOffset(view, at) !== 0) return
      extent.at += IPV6_FRAGMENT_BYTES
      continue
    }
    const length = header === PROTOCOL_AUTHENTICATION ? authenticationHeaderLen(view, at) : ipv6ExtensionLen(view, at)
    if (!has(packet, extent, length, 'quote')) return
    extent.at += length
  }
}

function isExtensionHeader(protocol: number): boolean {
  switch (protocol) {
    case PROTOCOL_HOP_BY_HOP:
    case PROTOCOL_ROUTING:
    case PROTOCOL_FRAGMENT:
    case PROTOCOL_DESTINATION_OPTIONS:
    case PROTOCOL_AUTHENTICATION:
    case PROTOCOL_MOBILITY:
    case PROTOCOL_HIP:
    case PROTOCOL_SHIM6:
      return true
    default:
      return false
  }
}

function quoteTransport(packet: Packet, extent: Extent): void {
  const { view } = packet
  const { at } = extent
  if (!has(packet, extent, PORT_BYTES, 'quote')) return
  packet.quotedSrcPort = tcpSrcPort(view, at)
  packet.quotedDstPort = tcpDstPort(view, at)
  if (packet.quotedProtocol !== PROTOCOL_TCP || !has(packet, extent, QUOTED_TRANSPORT_BYTES, 'quote')) return
  packet.quotedSeq = tcpSeq(view, at)
  if (at + TCP_BYTES_TO_FLAGS <= extent.end) packet.quotedFlags = tcpFlags(view, at)
}
