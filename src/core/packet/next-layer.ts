/** What comes next in a packet: each layer answers with one of these, and the decoder goes on there. */
import {
  ETHER_TYPE_ARP,
  ETHER_TYPE_IPV4,
  ETHER_TYPE_IPV6,
  ETHER_TYPE_MIN,
  ETHER_TYPE_MPLS,
  ETHER_TYPE_MPLS_UPSTREAM,
  ETHER_TYPE_PPP,
  ETHER_TYPE_PPPOE_SESSION,
  ETHER_TYPE_QINQ,
  ETHER_TYPE_QINQ_OLD,
  ETHER_TYPE_TEB,
  ETHER_TYPE_VLAN,
  etherTypeName,
} from '../wire/ether-type.ts'
import {
  ipProtocolName,
  PROTOCOL_ETHER_IP,
  PROTOCOL_GRE,
  PROTOCOL_ICMP,
  PROTOCOL_ICMPV6,
  PROTOCOL_IPV4,
  PROTOCOL_IPV6,
  PROTOCOL_MPLS,
  PROTOCOL_TCP,
  PROTOCOL_UDP,
} from '../wire/ip-protocol.ts'
import type { Extent } from './extent.ts'
import { KIND, type Packet } from './packet.ts'
import { ProtocolNames } from './protocol-names.ts'

/** The header that follows at the extent's `at`. */
export const NEXT = {
  /** Nothing: the packet is decoded. */
  done: 0,
  ethernet: 1,
  vlan: 2,
  llc: 3,
  ppp: 4,
  pppoe: 5,
  mpls: 6,
  /** IPv4 or IPv6, as the first nibble says. */
  ip: 7,
  ipv4: 8,
  ipv6: 9,
  arp: 10,
  tcp: 11,
  udp: 12,
  icmp: 13,
  icmpv6: 14,
  gre: 15,
  etherIp: 16,
} as const

const etherTypes = new ProtocolNames('ethertype 0x', 16, 4, etherTypeName)
const ipProtocols = new ProtocolNames('ip-proto-', 10, 0, ipProtocolName)

/** The header behind an EtherType. For one that is not followed, names the packet and is done. */
export function nextOfEtherType(packet: Packet, extent: Extent, etherType: number): number {
  switch (etherType) {
    case ETHER_TYPE_IPV4:
      return NEXT.ipv4
    case ETHER_TYPE_IPV6:
      return NEXT.ipv6
    case ETHER_TYPE_ARP:
      return NEXT.arp
    case ETHER_TYPE_VLAN:
    case ETHER_TYPE_QINQ:
    case ETHER_TYPE_QINQ_OLD:
      return NEXT.vlan
    case ETHER_TYPE_MPLS:
    case ETHER_TYPE_MPLS_UPSTREAM:
      return NEXT.mpls
    case ETHER_TYPE_PPPOE_SESSION:
      return NEXT.pppoe
    case ETHER_TYPE_TEB:
      return NEXT.ethernet
    case ETHER_TYPE_PPP:
      return NEXT.ppp
  }
  if (etherType < ETHER_TYPE_MIN) {
    // A length: frames of IEEE 802.3 have LLC behind it, and may be padded.
    if (extent.at + etherType < extent.end) extent.end = extent.at + etherType
    extent.wireEnd = extent.at + etherType
    return NEXT.llc
  }
  return other(packet, etherTypes.nameOf(etherType))
}

/** The header behind an IP protocol number that is no extension header. For one that is not followed, names the packet and is done. */
export function nextOfIpProtocol(packet: Packet, protocol: number): number {
  switch (protocol) {
    case PROTOCOL_TCP:
      return NEXT.tcp
    case PROTOCOL_UDP:
      return NEXT.udp
    case PROTOCOL_ICMP:
      return NEXT.icmp
    case PROTOCOL_ICMPV6:
      return NEXT.icmpv6
    case PROTOCOL_IPV4:
      return NEXT.ipv4
    case PROTOCOL_IPV6:
      return NEXT.ipv6
    case PROTOCOL_GRE:
      return NEXT.gre
    case PROTOCOL_MPLS:
      return NEXT.mpls
    case PROTOCOL_ETHER_IP:
      return NEXT.etherIp
  }
  return other(packet, ipProtocols.nameOf(protocol))
}

/** The packet carries something that is not followed: `name` says what. */
export function other(packet: Packet, name: string): number {
  packet.kind = KIND.other
  packet.otherName = name
  return NEXT.done
}
