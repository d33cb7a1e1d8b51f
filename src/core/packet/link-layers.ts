/** The link layers: what a record can begin with, and the tags between Ethernet and IP. */
import { linkTypeName, LINK_TYPE } from '../capture/link-type.ts'
import { DIRECTION } from '../capture/record.ts'
import { BSD_LOOPBACK_HEADER_BYTES, bsdFamily, ipVersionOfFamily } from '../wire/bsd-loopback.ts'
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6, ETHER_TYPE_MIN, ETHER_TYPE_VLAN } from '../wire/ether-type.ts'
import { FDDI_HEADER_BYTES, fddiIsLlc } from '../wire/fddi.ts'
import { ETHERNET_HEADER_BYTES, ethernetType } from '../wire/ethernet.ts'
import {
  HARDWARE_NETLINK,
  PACKET_TYPE_OUTGOING,
  PACKET_TYPE_OVERHEARD,
  SLL2_HEADER_BYTES,
  SLL_HEADER_BYTES,
  SLL_PROTOCOL_802_3,
  SLL_PROTOCOL_LLC,
  sll2Hardware,
  sll2Interface,
  sll2PacketType,
  sll2Protocol,
  sllHardware,
  sllPacketType,
  sllProtocol,
} from '../wire/linux-cooked.ts'
import {
  LLC_HEADER_BYTES,
  LLC_IPV4,
  LLC_SNAP,
  llcAccessPoints,
  llcName,
  SNAP_BRIDGE_TUNNEL,
  SNAP_ETHERNET,
  SNAP_HEADER_BYTES,
  snapName,
  snapOrganisation,
  snapProtocol,
} from '../wire/llc.ts'
import { MPLS_ENTRY_BYTES, mplsIsBottom } from '../wire/mpls.ts'
import { NFLOG_HEADER_BYTES, nflogPayload } from '../wire/nflog.ts'
import { PFLOG_LENGTH_BYTES, pflogHeaderLen } from '../wire/pflog.ts'
import {
  LINK_TYPE_PKTAP,
  LINK_TYPE_PKTAP_OLD,
  PKTAP_MIN_BYTES,
  pktapHeaderLen,
  pktapIsIn,
  pktapIsOut,
  pktapLinkType,
} from '../wire/pktap.ts'
import {
  PPP_ADDRESS_CONTROL,
  PPP_ADDRESS_CONTROL_BYTES,
  PPP_IPV4,
  PPP_IPV6,
  PPP_MPLS,
  PPP_MPLS_MULTICAST,
  PPPOE_HEADER_BYTES,
  pppoeCode,
  pppoeLength,
  pppProtocol,
  pppProtocolLen,
  pppProtocolName,
} from '../wire/ppp.ts'
import { VLAN_TAG_BYTES, vlanId, vlanInnerType } from '../wire/vlan.ts'
import { type Extent, has, limit, stop } from './extent.ts'
import { NEXT, nextOfEtherType, other } from './next-layer.ts'
import { type Packet, PROBLEM } from './packet.ts'
import { ProtocolNames } from './protocol-names.ts'

/** LINKTYPE_RAW by the numbers that operating systems use for it. */
const DLT_RAW = 12
const DLT_RAW_OPENBSD = 14

/** Cisco's HDLC: address and control byte, then an EtherType (www.tcpdump.org/linktypes, LINKTYPE_C_HDLC). */
const C_HDLC_HEADER_BYTES = 4
const C_HDLC_UNICAST = 0x0f
const C_HDLC_MULTICAST = 0x8f

/** Labels on one packet; more is not a network but an attack. */
const MOST_LABELS = 32
/** First nibble behind an MPLS label stack: a pseudowire's control word (RFC 4385 §3). */
const NIBBLE_CONTROL_WORD = 0
const CONTROL_WORD_BYTES = 4

const pppNames = new ProtocolNames('ppp-0x', 16, 4, pppProtocolName)
const linkNames = new ProtocolNames('link-type-', 10, 0, (linkType) => {
  const { name } = linkTypeName(linkType)
  return name === String(linkType) ? undefined : name
})

/** Decodes the first header of a record of `linkType`, or says what it is. */
export function linkLayer(packet: Packet, extent: Extent, linkType: number): number {
  switch (linkType) {
    case LINK_TYPE.ethernet:
      return NEXT.ethernet
    case LINK_TYPE.raw:
    case LINK_TYPE.ipv4:
    case LINK_TYPE.ipv6:
    case DLT_RAW:
    case DLT_RAW_OPENBSD:
      return NEXT.ip
    case LINK_TYPE.linuxSll:
      return sllLayer(packet, extent)
    case LINK_TYPE.linuxSll2:
      return sll2Layer(packet, extent)
    case LINK_TYPE.null:
    case LINK_TYPE.loop:
      return bsdLoopbackLayer(packet, extent)
    case LINK_TYPE.ppp:
    case LINK_TYPE.pppHdlc:
      return pppHdlcLayer(packet, extent)
    case LINK_TYPE.pppEther:
      return NEXT.pppoe
    case LINK_TYPE.pppWithDir:
    case LINK_TYPE.pppPppd:
      return pppDirectionLayer(packet, extent, linkType)
    case LINK_TYPE.cHdlc:
      return cHdlcLayer(packet, extent)
    case LINK_TYPE.fddi:
      return fddiLayer(packet, extent)
    case LINK_TYPE.nfLog:
      return nflogLayer(packet, extent)
    case LINK_TYPE.pfLog:
      return pflogLayer(packet, extent)
    case LINK_TYPE_PKTAP:
    case LINK_TYPE_PKTAP_OLD:
      return pktapLayer(packet, extent)
  }
  return other(packet, linkNames.nameOf(linkType))
}

/** Ethernet II and IEEE 802.3. */
export function ethernetLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, ETHERNET_HEADER_BYTES, 'ethernet')) return other(packet, 'ethernet')
  const type = ethernetType(packet.view, extent.at)
  extent.at += ETHERNET_HEADER_BYTES
  return nextOfEtherType(packet, extent, type)
}

/** One VLAN tag, behind its EtherType. */
export function vlanLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, VLAN_TAG_BYTES, 'vlan')) return other(packet, 'vlan')
  packet.vlan = vlanId(packet.view, extent.at)
  const type = vlanInnerType(packet.view, extent.at)
  extent.at += VLAN_TAG_BYTES
  return nextOfEtherType(packet, extent, type)
}

/** LLC, with SNAP or without. */
export function llcLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, LLC_HEADER_BYTES, 'llc')) return other(packet, 'llc')
  const accessPoints = llcAccessPoints(packet.view, extent.at)
  if (accessPoints === LLC_IPV4) {
    extent.at += LLC_HEADER_BYTES
    return NEXT.ipv4
  }
  if (accessPoints !== LLC_SNAP) return other(packet, llcName(accessPoints))
  if (!has(packet, extent, SNAP_HEADER_BYTES, 'snap')) return other(packet, 'snap')
  const organisation = snapOrganisation(packet.view, extent.at)
  const protocol = snapProtocol(packet.view, extent.at)
  extent.at += SNAP_HEADER_BYTES
  if (organisation !== SNAP_ETHERNET && organisation !== SNAP_BRIDGE_TUNNEL) return other(packet, snapName(organisation, protocol))
  return protocol < ETHER_TYPE_MIN ? other(packet, 'snap') : nextOfEtherType(packet, extent, protocol)
}

function sllLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, SLL_HEADER_BYTES, 'sll')) return other(packet, 'sll')
  const { view } = packet
  const { at } = extent
  setDirection(packet, sllPacketType(view, at))
  extent.at += SLL_HEADER_BYTES
  return cookedProtocol(packet, extent, sllHardware(view, at), sllProtocol(view, at))
}

function sll2Layer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, SLL2_HEADER_BYTES, 'sll2')) return other(packet, 'sll2')
  const { view } = packet
  const { at } = extent
  setDirection(packet, sll2PacketType(view, at))
  packet.linuxInterface = sll2Interface(view, at)
  extent.at += SLL2_HEADER_BYTES
  return cookedProtocol(packet, extent, sll2Hardware(view, at), sll2Protocol(view, at))
}

function cookedProtocol(packet: Packet, extent: Extent, hardware: number, protocol: number): number {
  if (hardware === HARDWARE_NETLINK) return other(packet, 'netlink')
  if (protocol === SLL_PROTOCOL_LLC) return NEXT.llc
  if (protocol === SLL_PROTOCOL_802_3) return other(packet, 'ipx')
  return protocol < ETHER_TYPE_MIN ? other(packet, 'sll') : nextOfEtherType(packet, extent, protocol)
}

function setDirection(packet: Packet, packetType: number): void {
  if (packetType === PACKET_TYPE_OUTGOING) packet.direction = DIRECTION.out
  else if (packetType <= PACKET_TYPE_OVERHEARD) packet.direction = DIRECTION.in
}

function bsdLoopbackLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, BSD_LOOPBACK_HEADER_BYTES, 'loopback')) return other(packet, 'loopback')
  const family = bsdFamily(packet.view, extent.at)
  const version = ipVersionOfFamily(family)
  extent.at += BSD_LOOPBACK_HEADER_BYTES
  if (version !== 0) return version === 4 ? NEXT.ipv4 : NEXT.ipv6
  // Some programs write an EtherType where the family belongs.
  return family === ETHER_TYPE_IPV4 || family === ETHER_TYPE_IPV6 ? NEXT.ip : other(packet, 'loopback')
}

/** PPP as a link type: with HDLC-like framing or without, or Cisco's HDLC in its place. */
function pppHdlcLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, 2, 'ppp')) return other(packet, 'ppp')
  const address = packet.view.getUint8(extent.at)
  return address === C_HDLC_UNICAST || address === C_HDLC_MULTICAST ? cHdlcLayer(packet, extent) : NEXT.ppp
}

/** PPP behind a byte that says which way it went: of its own, or in place of the address byte. */
function pppDirectionLayer(packet: Packet, extent: Extent, linkType: number): number {
  if (!has(packet, extent, PPP_ADDRESS_CONTROL_BYTES, 'ppp')) return other(packet, 'ppp')
  packet.direction = packet.view.getUint8(extent.at) === 0 ? DIRECTION.in : DIRECTION.out
  extent.at += linkType === LINK_TYPE.pppPppd ? PPP_ADDRESS_CONTROL_BYTES : 1
  return NEXT.ppp
}

function cHdlcLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, C_HDLC_HEADER_BYTES, 'chdlc')) return other(packet, 'chdlc')
  const type = packet.view.getUint16(extent.at + 2)
  extent.at += C_HDLC_HEADER_BYTES
  return type < ETHER_TYPE_MIN ? other(packet, 'chdlc') : nextOfEtherType(packet, extent, type)
}

function fddiLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, FDDI_HEADER_BYTES, 'fddi') || !fddiIsLlc(packet.view, extent.at)) return other(packet, 'fddi')
  extent.at += FDDI_HEADER_BYTES
  return NEXT.llc
}

function nflogLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, NFLOG_HEADER_BYTES, 'nflog')) return other(packet, 'nflog')
  const payload = nflogPayload(packet.view, extent.at, extent.end)
  if (payload >= extent.end) return other(packet, 'nflog')
  extent.at = payload
  return NEXT.ip
}

function pflogLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, PFLOG_LENGTH_BYTES, 'pflog')) return other(packet, 'pflog')
  const length = pflogHeaderLen(packet.view, extent.at)
  if (length === 0 || !has(packet, extent, length, 'pflog')) return other(packet, 'pflog')
  extent.at += length
  return NEXT.ip
}

function pktapLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, PKTAP_MIN_BYTES, 'pktap')) return other(packet, 'pktap')
  const { view } = packet
  const { at } = extent
  const length = pktapHeaderLen(view, at)
  const linkType = pktapLinkType(view, at)
  if (length < PKTAP_MIN_BYTES || linkType === LINK_TYPE_PKTAP || linkType === LINK_TYPE_PKTAP_OLD || !has(packet, extent, length, 'pktap'))
    return other(packet, 'pktap')
  if (pktapIsOut(view, at)) packet.direction = DIRECTION.out
  else if (pktapIsIn(view, at)) packet.direction = DIRECTION.in
  extent.at += length
  return linkLayer(packet, extent, linkType)
}

/** PPP: address and control when they are there, then the protocol. */
export function pppLayer(packet: Packet, extent: Extent): number {
  const { view } = packet
  if (!has(packet, extent, 2, 'ppp')) return other(packet, 'ppp')
  if (view.getUint16(extent.at) === PPP_ADDRESS_CONTROL) {
    extent.at += PPP_ADDRESS_CONTROL_BYTES
    if (!has(packet, extent, 2, 'ppp')) return other(packet, 'ppp')
  }
  const length = pppProtocolLen(view, extent.at)
  const protocol = pppProtocol(view, extent.at, length)
  extent.at += length
  switch (protocol) {
    case PPP_IPV4:
      return NEXT.ipv4
    case PPP_IPV6:
      return NEXT.ipv6
    case PPP_MPLS:
    case PPP_MPLS_MULTICAST:
      return NEXT.mpls
  }
  return other(packet, pppNames.nameOf(protocol))
}

/** A PPPoE session's packet. */
export function pppoeLayer(packet: Packet, extent: Extent): number {
  if (!has(packet, extent, PPPOE_HEADER_BYTES, 'pppoe')) return other(packet, 'pppoe')
  if (pppoeCode(packet.view, extent.at) !== 0) return other(packet, 'pppoe-discovery')
  limit(extent, extent.at + PPPOE_HEADER_BYTES, pppoeLength(packet.view, extent.at))
  extent.at += PPPOE_HEADER_BYTES
  return NEXT.ppp
}

/** An MPLS label stack. Nothing says what is below it: the first nibble tells IP, or else it is a pseudowire's Ethernet. */
export function mplsLayer(packet: Packet, extent: Extent): number {
  const { view } = packet
  for (let labels = 1; ; labels++) {
    if (!has(packet, extent, MPLS_ENTRY_BYTES, 'mpls')) return other(packet, 'mpls')
    if (labels > MOST_LABELS) {
      stop(packet, extent, PROBLEM.tooDeep, 'mpls', MPLS_ENTRY_BYTES)
      return other(packet, 'mpls')
    }
    const bottom = mplsIsBottom(view, extent.at)
    extent.at += MPLS_ENTRY_BYTES
    if (bottom) break
  }
  if (!has(packet, extent, 1, 'mpls')) return other(packet, 'mpls')
  const nibble = view.getUint8(extent.at) >> 4
  if (nibble === 4 || nibble === 6) return NEXT.ip
  const ethernet = extent.at + (nibble === NIBBLE_CONTROL_WORD ? CONTROL_WORD_BYTES : 0)
  if (ethernet + ETHERNET_HEADER_BYTES > extent.end) return other(packet, 'mpls')
  const type = ethernetType(view, ethernet)
  if (type !== ETHER_TYPE_IPV4 && type !== ETHER_TYPE_IPV6 && type !== ETHER_TYPE_VLAN) return other(packet, 'mpls')
  extent.at = ethernet
  return NEXT.ethernet
}
