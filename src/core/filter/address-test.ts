/** Tests of addresses: IPv4, IPv6, Ethernet, DECnet; single ones and networks. */
import { LINK_TYPE } from '../capture/link-type.ts'
import { any, both, either, type Fragment } from './fragment.ts'
import { ETHER_TYPE, linkTest } from './link-test.ts'
import type { LinkState } from './link-state.ts'
import { wirelessDirectionText } from './port-test.ts'
import type { Direction } from './syntax-tree.ts'
import type { Protocol } from './vocabulary.ts'

/** Which word the expression used; it is part of messages. */
export type AddressType = 'host' | 'net'

const IPV4_SOURCE_OFFSET = 12
const IPV4_DESTINATION_OFFSET = 16
const ARP_SENDER_OFFSET = 14
const ARP_TARGET_OFFSET = 24
const IPV6_SOURCE_OFFSET = 8
const IPV6_DESTINATION_OFFSET = 24
const MAC_SOURCE_OFFSET = 6
const MAC_DESTINATION_OFFSET = 0

/** Protocols whose refusal of addresses has words of its own in libpcap. */
const NOT_IMPLEMENTED: Partial<Record<Protocol, string>> = {
  atalk: 'AppleTalk',
  aarp: 'AARP',
  lat: 'LAT',
  sca: 'SCA',
  mopdl: 'MOPDL',
  moprc: 'MOPRC',
  iso: 'ISO',
  ipx: 'IPX',
}

/** True for packets with an IPv4 address (a number, and the bits of it that count) in their IP header, or in ARP or RARP. */
export function ipv4AddressTest(
  state: LinkState,
  address: number,
  mask: number,
  protocol: Protocol | undefined,
  direction: Direction,
  type: AddressType,
): Fragment {
  const field = (etherType: number, source: number, destination: number): Fragment =>
    directed(state, direction, (isSource) =>
      both(linkTest(state, etherType), state.compare('network', isSource ? source : destination, 4, address, mask)),
    )
  switch (protocol) {
    case undefined: {
      const inIp = field(ETHER_TYPE.ip, IPV4_SOURCE_OFFSET, IPV4_DESTINATION_OFFSET)
      if (state.mplsDepth > 0) return inIp
      return any(
        inIp,
        field(ETHER_TYPE.arp, ARP_SENDER_OFFSET, ARP_TARGET_OFFSET),
        field(ETHER_TYPE.rarp, ARP_SENDER_OFFSET, ARP_TARGET_OFFSET),
      )
    }
    case 'ip':
      return field(ETHER_TYPE.ip, IPV4_SOURCE_OFFSET, IPV4_DESTINATION_OFFSET)
    case 'arp':
      return field(ETHER_TYPE.arp, ARP_SENDER_OFFSET, ARP_TARGET_OFFSET)
    case 'rarp':
      return field(ETHER_TYPE.rarp, ARP_SENDER_OFFSET, ARP_TARGET_OFFSET)
    case 'decnet':
      return directed(state, direction, (isSource) => both(linkTest(state, ETHER_TYPE.decnet), decnetAddressTest(state, address, isSource)))
    case 'link':
      throw state.fault(
        `link-layer modifier applied to ${type}`,
        `An IP address is not in the link layer; leave out the word before \`${type}\`.`,
      )
    case 'ip6':
      throw state.fault("'ip6' modifier applied to ip host", 'This is an IPv4 address, and `ip6` asks for IPv6.')
    default: {
      const name = NOT_IMPLEMENTED[protocol]
      if (name !== undefined) throw state.fault(`${name} host filtering not implemented`, `libpcap cannot look for addresses of ${name}.`)
      throw state.fault(`'${protocol}' modifier applied to ${type}`, modifierHint(protocol, type))
    }
  }
}

/** True for packets with an IPv6 address (16 bytes, and 16 of mask) in their IPv6 header. */
export function ipv6AddressTest(
  state: LinkState,
  address: Uint8Array,
  mask: Uint8Array,
  protocol: Protocol | undefined,
  direction: Direction,
  type: AddressType,
): Fragment {
  if (protocol === 'link')
    throw state.fault(
      `link-layer modifier applied to ip6 ${type}`,
      `An IPv6 address is not in the link layer; leave out the word before \`${type}\`.`,
    )
  if (protocol === 'atalk') throw state.fault(`AppleTalk modifier applied to ip6 ${type}`, 'AppleTalk has no IPv6 addresses.')
  if (protocol !== undefined && protocol !== 'ip6')
    throw state.fault(`'${protocol}' modifier applied to ip6 ${type}`, modifierHint(protocol, type))
  return directed(state, direction, (isSource) => {
    const offset = isSource ? IPV6_SOURCE_OFFSET : IPV6_DESTINATION_OFFSET
    const [first, ...rest] = [0, 4, 8, 12].map((at) => state.compare('network', offset + at, 4, word(address, at), word(mask, at)))
    let result = both(linkTest(state, ETHER_TYPE.ip6), first)
    for (const next of rest) result = both(result, next)
    return result
  })
}

/** True for frames with an Ethernet address. Raises a fault on link types without them. */
export function macAddressTest(state: LinkState, address: Uint8Array, direction: Direction): Fragment {
  if (state.linkType !== LINK_TYPE.ethernet) {
    throw state.fault(
      'ethernet addresses supported only on ethernet/FDDI/token ring/802.11/ATM LANE/Fibre Channel',
      `Packets of this capture (${state.linkTypeText}) have no Ethernet addresses.`,
    )
  }
  const field = (offset: number): Fragment => state.compareBytes('link', offset, address)
  const test = (): Fragment => {
    switch (direction) {
      case 'src':
        return field(MAC_SOURCE_OFFSET)
      case 'dst':
        return field(MAC_DESTINATION_OFFSET)
      case 'both':
        return both(field(MAC_SOURCE_OFFSET), field(MAC_DESTINATION_OFFSET))
      case 'either':
        return either(field(MAC_SOURCE_OFFSET), field(MAC_DESTINATION_OFFSET))
      case 'ra':
      case 'ta':
        throw state.fault(
          `'${direction}' is only supported on 802.11 with 802.11 headers`,
          `\`${direction}\` is an address of wireless frames.`,
        )
      default:
        throw state.fault(
          `'${direction}' and '${direction.replace('addr', 'address')}' are only supported on 802.11 with 802.11 headers`,
          `\`${direction}\` is an address of wireless frames.`,
        )
    }
  }
  return state.isGeneve ? both(state.innerFrameTest(), test()) : test()
}

function directed(state: LinkState, direction: Direction, test: (isSource: boolean) => Fragment): Fragment {
  switch (direction) {
    case 'src':
      return test(true)
    case 'dst':
      return test(false)
    case 'both':
      return both(test(true), test(false))
    case 'either':
      return either(test(true), test(false))
    default:
      throw state.fault(
        wirelessDirectionText(direction, 'addresses other than 802.11 MAC addresses'),
        `\`${direction}\` is an address of wireless frames; say \`src\` or \`dst\`.`,
      )
  }
}

function modifierHint(protocol: Protocol, type: AddressType): string {
  if (protocol === 'tcp' || protocol === 'udp' || protocol === 'sctp' || protocol === 'icmp' || protocol === 'icmp6')
    return `Addresses belong to IP, not to ${protocol.toUpperCase()}: write \`${protocol} and ${type} …\`.`
  if (protocol === 'ip' || protocol === 'arp' || protocol === 'rarp')
    return `This is an IPv6 address, and \`${protocol}\` has IPv4 addresses.`
  return `\`${protocol}\` has no addresses that can be asked for.`
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0
}

/** DECnet's four routing headers, short and long, each with and without a byte of padding; the address is little-endian in all. */
function decnetAddressTest(state: LinkState, address: number, isSource: boolean): Fragment {
  const swapped = ((address & 0xff) << 8) | ((address >> 8) & 0xff)
  const [short, long] = isSource ? [5, 17] : [3, 9]
  const [paddedShort, paddedLong] = [short + 1, long + 1]
  return any(
    both(state.compare('network', 2, 1, 0x02, 0x07), state.compare('network', short, 2, swapped)),
    both(state.compare('network', 2, 2, 0x8102, 0xff07), state.compare('network', paddedShort, 2, swapped)),
    both(state.compare('network', 2, 1, 0x06, 0x07), state.compare('network', long, 2, swapped)),
    both(state.compare('network', 2, 2, 0x8106, 0xff07), state.compare('network', paddedLong, 2, swapped)),
  )
}
