/** Tests of what a link layer says it carries. */
import { LINK_TYPE } from '../capture/link-type.ts'
import { BPF } from './bpf.ts'
import { any, both, constantTest, either, type Fragment, negated } from './fragment.ts'
import type { LinkState } from './link-state.ts'

/** EtherTypes by the names of this language. */
export const ETHER_TYPE = {
  ip: 0x0800,
  arp: 0x0806,
  rarp: 0x8035,
  ip6: 0x86dd,
  atalk: 0x809b,
  aarp: 0x80f3,
  decnet: 0x6003,
  sca: 0x6007,
  lat: 0x6004,
  mopdl: 0x6001,
  moprc: 0x6002,
  vlan: 0x8100,
  vlanService: 0x88a8,
  vlanOld: 0x9100,
  mpls: 0x8847,
  pppoeDiscovery: 0x8863,
  pppoeSession: 0x8864,
  ipx: 0x8137,
  xns: 0x0600,
  loopback: 0x9000,
} as const

/** IEEE 802.2 service access points, which stand where an EtherType is asked for. */
export const SAP = { ip: 0x06, spanningTree: 0x42, ipx: 0xe0, netbeui: 0xf0, iso: 0xfe } as const

/** An EtherType field up to this is a length: IEEE 802.3 with an 802.2 header. */
const MAX_802_3_LENGTH = 1500
/** The `protocol` of a Linux cooked header for "802.3 without 802.2" (Novell) and "802.2". */
const SLL_NOVELL = 0x0001
const SLL_802_2 = 0x0004
const SNAP_ATALK_OUI = 0x080007
const IP_VERSION_MASK = 0xf0

/** PPP's numbers for protocols that have another number on Ethernet (RFC 1661 and its companions). */
const PPP_PROTOCOL: ReadonlyMap<number, number> = new Map<number, number>([
  [ETHER_TYPE.ip, 0x21],
  [ETHER_TYPE.ip6, 0x57],
  [ETHER_TYPE.decnet, 0x27],
  [ETHER_TYPE.atalk, 0x29],
  [ETHER_TYPE.xns, 0x25],
  [SAP.iso, 0x23],
  [SAP.spanningTree, 0x31],
  [SAP.ipx, 0x2b],
])

/** Address families in BSD loopback headers: IPv4 everywhere, IPv6 by system (NetBSD and OpenBSD, FreeBSD, macOS; Linux when there is no file). */
const AF_INET = 2
const AF_INET6_OF_FILES = [24, 28, 30] as const
const AF_INET6_LINUX = 10

/** True when the link layer carries `type`, an EtherType or a service access point. Raises a fault behind MPLS for all but IP. */
export function linkTest(state: LinkState, type: number): Fragment {
  if (state.mplsDepth > 0) return mplsPayloadTest(state, type)
  switch (state.linkType) {
    case LINK_TYPE.ethernet:
      return ethernetTest(state, type)
    case LINK_TYPE.cHdlc:
      return state.compare('linkType', 0, 2, type === SAP.iso ? (SAP.iso << 8) | SAP.iso : type)
    case LINK_TYPE.linuxSll:
      return cookedTest(state, type)
    case LINK_TYPE.raw:
    case LINK_TYPE.slip:
      return rawTest(state, type)
    case LINK_TYPE.ipv4:
      return constantTest(type === ETHER_TYPE.ip)
    case LINK_TYPE.ipv6:
      return constantTest(type === ETHER_TYPE.ip6)
    case LINK_TYPE.ppp:
    case LINK_TYPE.pppHdlc:
    case LINK_TYPE.pppPppd:
    case LINK_TYPE.pppEther:
      return state.compare('linkType', 0, 2, PPP_PROTOCOL.get(type) ?? type)
    case LINK_TYPE.null:
    case LINK_TYPE.loop:
      return loopbackTest(state, type)
    default:
      return state.compare('linkType', 0, 2, type)
  }
}

/** True when the frame is IEEE 802.3, with a length where the EtherType would be. */
export function lengthFieldTest(state: LinkState): Fragment {
  return negated(state.compare('linkType', 0, 2, MAX_802_3_LENGTH, undefined, BPF.jgtK))
}

function ethernetTest(state: LinkState, type: number): Fragment {
  switch (type) {
    case SAP.iso:
    case SAP.ip:
    case SAP.netbeui:
      return both(lengthFieldTest(state), state.compare('llc', 0, 2, (type << 8) | type))
    case SAP.ipx: {
      const in8022 = any(snapTest(state, 0, ETHER_TYPE.ipx), state.compare('llc', 0, 1, SAP.ipx), state.compare('llc', 0, 2, 0xffff))
      return either(state.compare('linkType', 0, 2, ETHER_TYPE.ipx), both(lengthFieldTest(state), in8022))
    }
    case ETHER_TYPE.atalk:
    case ETHER_TYPE.aarp:
      return either(state.compare('linkType', 0, 2, type), both(lengthFieldTest(state), appleSnapTest(state, type)))
    default:
      if (type <= MAX_802_3_LENGTH) return both(lengthFieldTest(state), state.compare('llc', 0, 1, type))
      return state.compare('linkType', 0, 2, type)
  }
}

function cookedTest(state: LinkState, type: number): Fragment {
  const is8022 = (): Fragment => state.compare('linkType', 0, 2, SLL_802_2)
  switch (type) {
    case SAP.iso:
    case SAP.ip:
    case SAP.netbeui:
      return both(is8022(), state.compare('llc', 0, 2, (type << 8) | type))
    case SAP.ipx: {
      const in8022 = either(state.compare('llc', 0, 1, SAP.ipx), snapTest(state, 0, ETHER_TYPE.ipx))
      return any(state.compare('linkType', 0, 2, ETHER_TYPE.ipx), state.compare('linkType', 0, 2, SLL_NOVELL), both(is8022(), in8022))
    }
    case ETHER_TYPE.atalk:
    case ETHER_TYPE.aarp:
      return either(state.compare('linkType', 0, 2, type), both(is8022(), appleSnapTest(state, type)))
    default:
      if (type <= MAX_802_3_LENGTH) return both(is8022(), state.compare('llc', 0, 1, type))
      return state.compare('linkType', 0, 2, type)
  }
}

function appleSnapTest(state: LinkState, type: number): Fragment {
  return snapTest(state, type === ETHER_TYPE.atalk ? SNAP_ATALK_OUI : 0, type)
}

/** An IEEE 802.2 header with SNAP: organisation code and protocol. */
function snapTest(state: LinkState, organisation: number, type: number): Fragment {
  const header = Uint8Array.of(0xaa, 0xaa, 0x03, organisation >> 16, organisation >> 8, organisation, type >> 8, type)
  return state.compareBytes('llc', 0, header)
}

function rawTest(state: LinkState, type: number): Fragment {
  if (type === ETHER_TYPE.ip) return state.compare('link', 0, 1, 0x40, IP_VERSION_MASK)
  if (type === ETHER_TYPE.ip6) return state.compare('link', 0, 1, 0x60, IP_VERSION_MASK)
  return constantTest(false)
}

function loopbackTest(state: LinkState, type: number): Fragment {
  if (type === ETHER_TYPE.ip) return familyTest(state, AF_INET)
  if (type !== ETHER_TYPE.ip6) return constantTest(false)
  if (state.source === 'none') return familyTest(state, AF_INET6_LINUX)
  const [first, second, third] = AF_INET6_OF_FILES
  return any(familyTest(state, first), familyTest(state, second), familyTest(state, third))
}

/** NULL has the writing machine's byte order, LOOP the network's. */
function familyTest(state: LinkState, family: number): Fragment {
  const isLittleEndian = state.linkType === LINK_TYPE.null && !state.isSwapped
  return state.compare('link', 0, 4, isLittleEndian ? family << 24 : family)
}

/** Behind MPLS no field tells the protocol: the bottom of the stack and the IP version do. */
function mplsPayloadTest(state: LinkState, type: number): Fragment {
  if (type !== ETHER_TYPE.ip && type !== ETHER_TYPE.ip6) {
    throw state.fault(
      'unsupported protocol over mpls',
      'Behind `mpls` nothing tells the protocol, so that only IPv4 and IPv6 can be asked for, by the version in their first byte.',
    )
  }
  const bottom = state.compare('mplsBefore', 2, 1, 0x01, 0x01)
  return both(bottom, state.compare('network', 0, 1, type === ETHER_TYPE.ip ? 0x40 : 0x60, IP_VERSION_MASK))
}
