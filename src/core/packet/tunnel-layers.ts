/** What carries packets in packets: GRE, EtherIP, and the tunnels over UDP. */
import { ERSPAN_2_BYTES, ERSPAN_3_BYTES, erspan3Len } from '../wire/erspan.ts'
import {
  ETHER_TYPE_ERSPAN_2,
  ETHER_TYPE_ERSPAN_3,
  ETHER_TYPE_IPV4,
  ETHER_TYPE_IPV6,
  ETHER_TYPE_MIN,
  ETHER_TYPE_TEB,
  ETHER_TYPE_WCCP,
} from '../wire/ether-type.ts'
import { GENEVE_HEADER_MIN_BYTES, GENEVE_PORT, geneveHeaderLen, geneveProtocol, geneveVersion } from '../wire/geneve.ts'
import { GRE_HEADER_MIN_BYTES, greHasRouting, greHasSequence, greHeaderLen, greProtocol, greVersion } from '../wire/gre.ts'
import { GTP_HEADER_MIN_BYTES, GTP_USER_PORT, gtpHeaderLen, gtpIsUserData } from '../wire/gtp.ts'
import { ipv4Version } from '../wire/ipv4.ts'
import { UDP_HEADER_BYTES, udpDstPort, udpLength, udpSrcPort } from '../wire/udp.ts'
import { VXLAN_HEADER_BYTES, VXLAN_PORT, VXLAN_PORT_LINUX, vxlanIsValid } from '../wire/vxlan.ts'
import { type Extent, has } from './extent.ts'
import { NEXT, nextOfEtherType, other } from './next-layer.ts'
import { KIND, type Packet } from './packet.ts'

/** EtherIP (RFC 3378 §3): version 3 and 12 reserved bits, then an Ethernet frame. */
const ETHER_IP_BYTES = 2
const ETHER_IP_VERSION = 3
/** Redirect header of WCCP version 2, before IPv4 inside GRE; version 1 has none. */
const WCCP_REDIRECT_BYTES = 4

/** Ethernet in IP. */
export function etherIpLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, ETHER_IP_BYTES, 'etherip') || packet.view.getUint8(extent.at) >> 4 !== ETHER_IP_VERSION)
    return other(packet, 'etherip')
  extent.at += ETHER_IP_BYTES
  return NEXT.ethernet
}

/** GRE with all that may be inside it. */
export function greLayer(packet: Packet, extent: Extent): number {
  const { view } = packet
  const { at } = extent
  if (!has(packet, extent, GRE_HEADER_MIN_BYTES, 'gre') || greHasRouting(view, at) || greVersion(view, at) > 1) return other(packet, 'gre')
  const length = greHeaderLen(view, at)
  if (!has(packet, extent, length, 'gre')) return other(packet, 'gre')
  const protocol = greProtocol(view, at)
  extent.at += length
  // PPTP acknowledges with empty packets.
  if (greVersion(view, at) === 1 && extent.at >= extent.wireEnd) return other(packet, 'gre')
  switch (protocol) {
    case ETHER_TYPE_ERSPAN_2:
      return erspanLayer(packet, extent, greHasSequence(view, at) ? ERSPAN_2_BYTES : 0)
    case ETHER_TYPE_ERSPAN_3:
      if (!has(packet, extent, ERSPAN_3_BYTES, 'erspan')) return other(packet, 'erspan')
      return erspanLayer(packet, extent, erspan3Len(view, extent.at))
    case ETHER_TYPE_WCCP:
      if (!has(packet, extent, WCCP_REDIRECT_BYTES + 1, 'wccp')) return other(packet, 'wccp')
      if (ipv4Version(view, extent.at) !== 4) extent.at += WCCP_REDIRECT_BYTES
      return NEXT.ipv4
  }
  return protocol < ETHER_TYPE_MIN ? other(packet, 'gre') : nextOfEtherType(packet, extent, protocol)
}

function erspanLayer(packet: Packet, extent: Extent, length: number): number {
  if (!has(packet, extent, length, 'erspan')) return other(packet, 'erspan')
  extent.at += length
  return NEXT.ethernet
}

/** UDP: a datagram, or a tunnel that its port names. */
export function udpLayer(packet: Packet, extent: Extent): number {
  const { view } = packet
  const { at } = extent
  packet.kind = KIND.udp
  packet.srcPort = packet.dstPort = 0
  if (!has(packet, extent, UDP_HEADER_BYTES, 'udp')) return NEXT.done
  packet.srcPort = udpSrcPort(view, at)
  packet.dstPort = udpDstPort(view, at)
  const payload = at + UDP_HEADER_BYTES
  const length = udpLength(view, at)
  // A shorter UDP length leaves padding behind it; 0 and longer ones are for IP to decide.
  if (length >= UDP_HEADER_BYTES && at + length < extent.wireEnd) {
    extent.wireEnd = at + length
    if (extent.wireEnd < extent.end) extent.end = extent.wireEnd
  }
  switch (packet.dstPort) {
    case VXLAN_PORT:
    case VXLAN_PORT_LINUX:
      if (payload + VXLAN_HEADER_BYTES > extent.end || !vxlanIsValid(view, payload)) return NEXT.done
      extent.at = payload + VXLAN_HEADER_BYTES
      return NEXT.ethernet
    case GENEVE_PORT:
      return geneve(packet, extent, payload)
    case GTP_USER_PORT:
      return gtp(packet, extent, payload)
  }
  return NEXT.done
}

function geneve(packet: Packet, extent: Extent, payload: number): number {
  const { view } = packet
  if (payload + GENEVE_HEADER_MIN_BYTES > extent.end || geneveVersion(view, payload) !== 0) return NEXT.done
  const inner = payload + geneveHeaderLen(view, payload)
  const protocol = geneveProtocol(view, payload)
  if (inner > extent.end || (protocol !== ETHER_TYPE_TEB && protocol !== ETHER_TYPE_IPV4 && protocol !== ETHER_TYPE_IPV6)) return NEXT.done
  extent.at = inner
  return nextOfEtherType(packet, extent, protocol)
}

function gtp(packet: Packet, extent: Extent, payload: number): number {
  const { view } = packet
  if (payload + GTP_HEADER_MIN_BYTES > extent.end || !gtpIsUserData(view, payload)) return NEXT.done
  const inner = payload + gtpHeaderLen(view, payload, extent.end)
  if (inner >= extent.end) return NEXT.done
  const version = ipv4Version(view, inner)
  if (version !== 4 && version !== 6) return NEXT.done
  extent.at = inner
  return NEXT.ip
}
