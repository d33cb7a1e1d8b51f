/** Tests of ports and ranges of ports. */
import { BPF } from './bpf.ts'
import { any, both, either, type Fragment, negated, statement, test } from './fragment.ts'
import { ETHER_TYPE, linkTest } from './link-test.ts'
import type { LinkState, SeenTransport } from './link-state.ts'
import { seenHeaderTest } from './see-through.ts'
import { IP_PROTOCOL } from './protocol-test.ts'
import type { Direction } from './syntax-tree.ts'

/** A protocol with ports. */
export type PortProtocol = 'tcp' | 'udp' | 'sctp'

/** All of them, in the order in which libpcap tests them. */
const PORT_PROTOCOLS: readonly PortProtocol[] = ['sctp', 'tcp', 'udp']

const SOURCE_PORT_OFFSET = 0
const DESTINATION_PORT_OFFSET = 2
const IP_PROTOCOL_OFFSET = 9
const IPV6_NEXT_HEADER_OFFSET = 6
const FRAGMENT_OFFSET_FIELD = 6
const FRAGMENT_OFFSET_MASK = 0x1fff

/** What the ports are compared with: one number, or all from `from` to `to`. `single` decides how the comparison is written. */
export interface Ports {
  readonly from: number
  readonly to: number
  readonly isRange: boolean
}

/** True when a port of the packet is in `ports`: over IPv6 without extension headers, or over IPv4 in a first fragment. */
export function portTest(state: LinkState, ports: Ports, protocol: PortProtocol | undefined, direction: Direction): Fragment {
  const { seen } = state
  if (seen !== undefined) {
    const portsOf = (each: PortProtocol): Fragment =>
      both(seenHeaderTest(state, seen, IP_PROTOCOL[each]), portFieldTest(state, seen, ports, direction))
    return eachProtocol(protocol, portsOf)
  }
  return either(ipv6PortTest(state, ports, protocol, direction), ipv4PortTest(state, ports, protocol, direction))
}

/** The half of `portTest` for IPv4. */
export function ipv4PortTest(state: LinkState, ports: Ports, protocol: PortProtocol | undefined, direction: Direction): Fragment {
  const portsOf = (each: PortProtocol): Fragment => {
    const isProtocol = state.compare('network', IP_PROTOCOL_OFFSET, 1, IP_PROTOCOL[each])
    return both(both(isProtocol, firstFragmentTest(state)), portFieldTest(state, 'transport4', ports, direction))
  }
  return both(linkTest(state, ETHER_TYPE.ip), eachProtocol(protocol, portsOf))
}

/** The half of `portTest` for IPv6. */
export function ipv6PortTest(state: LinkState, ports: Ports, protocol: PortProtocol | undefined, direction: Direction): Fragment {
  const portsOf = (each: PortProtocol): Fragment => {
    const isProtocol = state.compare('network', IPV6_NEXT_HEADER_OFFSET, 1, IP_PROTOCOL[each])
    return both(isProtocol, portFieldTest(state, 'transport6', ports, direction))
  }
  return both(linkTest(state, ETHER_TYPE.ip6), eachProtocol(protocol, portsOf))
}

/** True when the IPv4 packet is no fragment, or the first one. */
export function firstFragmentTest(state: LinkState): Fragment {
  return negated(state.compare('network', FRAGMENT_OFFSET_FIELD, 2, FRAGMENT_OFFSET_MASK, undefined, BPF.jsetK))
}

function eachProtocol(protocol: PortProtocol | undefined, portsOf: (protocol: PortProtocol) => Fragment): Fragment {
  if (protocol !== undefined) return portsOf(protocol)
  const [first, ...rest] = PORT_PROTOCOLS
  return any(portsOf(first), ...rest.map(portsOf))
}

function portFieldTest(
  state: LinkState,
  header: 'transport4' | 'transport6' | SeenTransport,
  ports: Ports,
  direction: Direction,
): Fragment {
  const compare = (offset: number, value: number, code: number): Fragment =>
    typeof header === 'string'
      ? state.compare(header, offset, 2, value, undefined, code)
      : test([statement(BPF.ldxMem, header.offset), statement(BPF.ldHInd, offset)], code, value)
  const field = (offset: number): Fragment => {
    if (!ports.isRange) return compare(offset, ports.from, BPF.jeqK)
    return both(compare(offset, ports.from, BPF.jgeK), negated(compare(offset, ports.to, BPF.jgtK)))
  }
  switch (direction) {
    case 'src':
      return field(SOURCE_PORT_OFFSET)
    case 'dst':
      return field(DESTINATION_PORT_OFFSET)
    case 'both':
      return both(field(SOURCE_PORT_OFFSET), field(DESTINATION_PORT_OFFSET))
    case 'either':
      return either(field(SOURCE_PORT_OFFSET), field(DESTINATION_PORT_OFFSET))
    default:
      throw state.fault(
        wirelessDirectionText(direction, 'ports'),
        `\`${direction}\` is for the addresses of wireless frames; a port has \`src\` and \`dst\`.`,
      )
  }
}

/** libpcap's refusal of a direction that only wireless frames have. */
export function wirelessDirectionText(direction: Direction, what: 'ports' | 'addresses other than 802.11 MAC addresses'): string {
  if (direction === 'ra' || direction === 'ta') return `'${direction}' is not a valid qualifier for ${what}`
  return `'${direction}' and '${direction.replace('addr', 'address')}' are not valid qualifiers for ${what}`
}
