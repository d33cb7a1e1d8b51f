/** IPv4 and IPv6 in a packet, with options, extension headers and fragments. */
import {
  IPV4_HEADER_MIN_BYTES,
  ipv4Destination,
  ipv4DontFragment,
  ipv4FragmentOffset,
  ipv4HeaderLen,
  ipv4Id,
  ipv4IsFragment,
  ipv4MoreFragments,
  ipv4Protocol,
  ipv4Source,
  ipv4SourceRouted,
  ipv4Tos,
  ipv4TotalLength,
  ipv4Ttl,
  ipv4Version,
} from '../wire/ipv4.ts'
import {
  authenticationHeaderLen,
  IPV6_EXTENSION_MIN_BYTES,
  IPV6_FRAGMENT_BYTES,
  IPV6_HEADER_BYTES,
  ipv6ExtensionLen,
  ipv6FlowLabel,
  ipv6FragmentId,
  ipv6FragmentOffset,
  ipv6HasHomeAddress,
  ipv6HopLimit,
  ipv6JumboLength,
  ipv6MoreFragments,
  ipv6NextHeader,
  ipv6PayloadLength,
  ipv6SegmentsLeft,
  ipv6TrafficClass,
  ipv6Version,
} from '../wire/ipv6.ts'
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
import { type Extent, has, limit, stop } from './extent.ts'
import { FRAGMENT, type Fragments } from './fragments.ts'
import { NEXT, nextOfIpProtocol, other } from './next-layer.ts'
import { KIND, type Packet, PROBLEM } from './packet.ts'

/** IP headers inside each other that are followed; Linux and RFC 2473 §4.1.1 take 4 for more than enough. */
const MOST_IP_HEADERS = 8
/** Extension headers of one packet that are followed; hosts may drop packets with more than 8 (RFC 8504 §5.3). */
const MOST_EXTENSION_HEADERS = 32

/** IPv4 or IPv6, as the first nibble says. */
export function ipLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, 1, 'ip')) return other(packet, 'ip')
  const version = ipv4Version(packet.view, extent.at)
  if (version === 4) return NEXT.ipv4
  if (version === 6) return NEXT.ipv6
  stop(packet, extent, PROBLEM.malformed, 'ip', 1)
  return other(packet, 'ip')
}

/** The IPv4 header. */
export function ipv4Layer(packet: Packet, extent: Extent, fragments: Fragments): number {
  const { view } = packet
  const { at } = extent
  if (!has(packet, extent, IPV4_HEADER_MIN_BYTES, 'ipv4') || !entersIp(packet, extent, 'ipv4')) return other(packet, 'ipv4')
  const headerLen = ipv4HeaderLen(view, at)
  const totalLength = ipv4TotalLength(view, at)
  if (ipv4Version(view, at) !== 4 || headerLen < IPV4_HEADER_MIN_BYTES || (totalLength !== 0 && totalLength < headerLen)) {
    stop(packet, extent, PROBLEM.malformed, 'ipv4', Math.max(headerLen, IPV4_HEADER_MIN_BYTES))
    return other(packet, 'ipv4')
  }
  packet.ipVersion = 4
  packet.ipOffset = at
  packet.srcAddr = ipv4Source(view, at)
  packet.dstAddr = ipv4Destination(view, at)
  packet.ttl = ipv4Ttl(view, at)
  packet.tos = ipv4Tos(view, at)
  packet.ipId = ipv4Id(view, at)
  packet.dontFragment = ipv4DontFragment(view, at)
  packet.flowLabel = 0
  packet.firstFragment = 0
  packet.sourceRouted = 0
  packet.ipLen = totalLength === 0 ? extent.wireEnd - at : totalLength
  limit(extent, at, packet.ipLen)
  if (!has(packet, extent, headerLen, 'ipv4')) return other(packet, 'ipv4')
  extent.at += headerLen
  if (headerLen > IPV4_HEADER_MIN_BYTES && ipv4SourceRouted(view, at + IPV4_HEADER_MIN_BYTES, extent.at)) packet.sourceRouted = 1
  const protocol = ipv4Protocol(view, at)
  if (!ipv4IsFragment(view, at)) return behindIpv4(packet, extent, protocol)
  const offset = ipv4FragmentOffset(view, at)
  const outcome = fragments.add(packet, extent, packet.ipId, protocol, offset, ipv4MoreFragments(view, at))
  return outcome === FRAGMENT.completed ? behindIpv4(packet, extent, protocol) : incomplete(packet, outcome, protocol)
}

/** The IPv6 header and its extension headers. */
export function ipv6Layer(packet: Packet, extent: Extent, fragments: Fragments): number {
  const { view } = packet
  const { at } = extent
  if (!has(packet, extent, IPV6_HEADER_BYTES, 'ipv6') || !entersIp(packet, extent, 'ipv6')) return other(packet, 'ipv6')
  if (ipv6Version(view, at) !== 6) {
    stop(packet, extent, PROBLEM.malformed, 'ipv6', IPV6_HEADER_BYTES)
    return other(packet, 'ipv6')
  }
  packet.ipVersion = 6
  packet.ipOffset = at
  packet.srcAddr = packet.dstAddr = 0
  packet.ttl = ipv6HopLimit(view, at)
  packet.tos = ipv6TrafficClass(view, at)
  packet.ipId = 0
  packet.dontFragment = 0
  packet.flowLabel = ipv6FlowLabel(view, at)
  packet.firstFragment = 0
  packet.sourceRouted = 0
  const payloadLength = ipv6PayloadLength(view, at)
  const next = ipv6NextHeader(view, at)
  extent.at += IPV6_HEADER_BYTES
  // Length 0 in front of TCP is a super-segment whose length the network card would have set.
  const unsaid = payloadLength === 0 && (next === PROTOCOL_TCP || next === PROTOCOL_HOP_BY_HOP)
  packet.ipLen = unsaid ? extent.wireEnd - at : payloadLength + IPV6_HEADER_BYTES
  limit(extent, at, packet.ipLen)
  return extensionHeaders(packet, extent, fragments, next)
}

function extensionHeaders(packet: Packet, extent: Extent, fragments: Fragments, first: number): number {
  let { view } = packet
  let next = first
  for (let headers = 0; ; headers++) {
    const { at } = extent
    switch (next) {
      case PROTOCOL_HOP_BY_HOP:
      case PROTOCOL_ROUTING:
      case PROTOCOL_FRAGMENT:
      case PROTOCOL_DESTINATION_OPTIONS:
      case PROTOCOL_AUTHENTICATION:
      case PROTOCOL_MOBILITY:
      case PROTOCOL_HIP:
      case PROTOCOL_SHIM6:
        break
      default:
        return nextOfIpProtocol(packet, next)
    }
    if (headers === MOST_EXTENSION_HEADERS) {
      stop(packet, extent, PROBLEM.tooDeep, 'ipv6', IPV6_EXTENSION_MIN_BYTES)
      return other(packet, 'ipv6')
    }
    if (!has(packet, extent, IPV6_EXTENSION_MIN_BYTES, 'ipv6')) return other(packet, 'ipv6')
    const header = next
    next = view.getUint8(at)
    if (header === PROTOCOL_FRAGMENT) {
      const offset = ipv6FragmentOffset(view, at)
      const more = ipv6MoreFragments(view, at)
      extent.at += IPV6_FRAGMENT_BYTES
      // An "atomic" fragment is a whole datagram (RFC 6946).
      if (offset === 0 && !more) continue
      const outcome = fragments.add(packet, extent, ipv6FragmentId(view, at), next, offset, more)
      if (outcome !== FRAGMENT.completed) return incomplete(packet, outcome, next)
      view = packet.view
      continue
    }
    const length = header === PROTOCOL_AUTHENTICATION ? authenticationHeaderLen(view, at) : ipv6ExtensionLen(view, at)
    if (!has(packet, extent, length, 'ipv6')) return other(packet, 'ipv6')
    if (header === PROTOCOL_ROUTING && ipv6SegmentsLeft(view, at) !== 0) packet.sourceRouted = 1
    if (header === PROTOCOL_DESTINATION_OPTIONS && ipv6HasHomeAddress(view, at, at + length)) packet.sourceRouted = 1
    if (header === PROTOCOL_HOP_BY_HOP && ipv6PayloadLength(view, packet.ipOffset) === 0) {
      const jumbo = ipv6JumboLength(view, at, at + length)
      if (jumbo > 0) {
        packet.ipLen = jumbo + IPV6_HEADER_BYTES
        extent.wireEnd = packet.ipOffset + packet.ipLen
      }
    }
    extent.at += length
  }
}

/** What follows an IPv4 header: an authentication header (RFC 4302) may stand between it and the payload. */
function behindIpv4(packet: Packet, extent: Extent, protocol: number): number {
  let next = protocol
  for (let headers = 0; next === PROTOCOL_AUTHENTICATION && headers < MOST_EXTENSION_HEADERS; headers++) {
    if (!has(packet, extent, IPV6_EXTENSION_MIN_BYTES, 'ah')) return other(packet, 'ah')
    const length = authenticationHeaderLen(packet.view, extent.at)
    if (!has(packet, extent, length, 'ah')) return other(packet, 'ah')
    next = packet.view.getUint8(extent.at)
    extent.at += length
  }
  return nextOfIpProtocol(packet, next)
}

/** A fragment that did not complete its datagram: a first one that stands alone shows its transport header, the others have none. */
function incomplete(packet: Packet, outcome: number, protocol: number): number {
  if (outcome === FRAGMENT.alone) {
    packet.firstFragment = 1
    if (protocol === PROTOCOL_TCP) return NEXT.tcp
  }
  packet.kind = KIND.fragment
  return NEXT.done
}

/** Counts the IP headers around this one; false when there are too many. */
function entersIp(packet: Packet, extent: Extent, layer: string): boolean {
  if (packet.ipVersion === 0) return true
  packet.tunnelDepth++
  if (packet.tunnelDepth < MOST_IP_HEADERS) return true
  stop(packet, extent, PROBLEM.tooDeep, layer, IPV4_HEADER_MIN_BYTES)
  return false
}
