/** Tests of an id with the words before it: `host 10.0.0.1`, `tcp dst port http`, `net 192.168.0.0/16`, `ip proto \icmp`. */
import { LINK_TYPE } from '../capture/link-type.ts'
import { ipv6Mask, readDecnet, readIpv4, readIpv6, readMac } from './address-literal.ts'
import { type AddressType, ipv4AddressTest, ipv6AddressTest, macAddressTest } from './address-test.ts'
import { either, type Fragment } from './fragment.ts'
import type { LinkState } from './link-state.ts'
import { ipProtocolNumber, isoProtocolNumber, linkProtocolNumber } from './protocol-names.ts'
import { type PortProtocol, type Ports, portTest } from './port-test.ts'
import { protocolChainTest, protocolNumberTest } from './protocol-test.ts'
import type { ServicePorts } from './service-names.ts'
import type { Id, Qualifiers } from './syntax-tree.ts'
import { protocolOf, type Protocol } from './vocabulary.ts'

/** Answers to names, for whoever can ask a system; the compiler itself asks nobody. */
export interface NameResolvers {
  /** The addresses of a host, 4 or 16 bytes each; none when it is unknown. */
  readonly resolveHost: (name: string) => readonly Uint8Array[]
  /** The ports of a service. */
  readonly resolvePort: (name: string) => ServicePorts | undefined
  /** The number of a network, as `/etc/networks` has it: its bytes right-aligned or with zeros after them. */
  readonly resolveNet: (name: string) => number | undefined
  /** The Ethernet address of a host, as `/etc/ethers` has it. */
  readonly resolveMac: (name: string) => Uint8Array | undefined
}

const MAX_PORT = 65535
const IPV4_BITS = 32
const IPV6_BITS = 128
const ALL_ONES = 0xffffffff

/** The test of an id. Raises a fault when the words and the id do not go together. */
export function idTest(state: LinkState, qualifiers: Qualifiers | undefined, id: Id, resolvers: NameResolvers): Fragment {
  if (id.kind === 'mac') return macTest(state, qualifiers, id.text)
  if (id.kind === 'arcnet') throw state.fault('aid supported only on ARCnet', '`$` and two hexadecimal digits are an address of ARCnet.')
  if (id.kind === 'ipv6') return ipv6Test(state, qualifiers, id)
  if (id.kind === 'masked' || id.kind === 'prefix4') return ipv4NetworkTest(state, qualifiers, id)
  if (qualifiers === undefined) {
    throw state.fault(
      'syntax error in filter expression',
      'What the number or name means is not clear: no `host`, `net`, `port` or the like comes before it.',
    )
  }
  switch (id.kind) {
    case 'name':
      return nameTest(state, qualifiers, id.name, resolvers)
    case 'number':
      return numberTest(state, qualifiers, id.value, undefined)
    case 'dotted':
      return numberTest(state, qualifiers, 0, id.text)
  }
}

function macTest(state: LinkState, qualifiers: Qualifiers | undefined, text: string): Fragment {
  const type = qualifiers?.type
  if (qualifiers === undefined || (type !== 'host' && type !== 'default') || qualifiers.protocol !== 'link')
    throw state.fault(
      'ethernet address used in non-ether expression',
      `Write \`ether host ${text}\`, \`ether src ${text}\` or \`ether dst ${text}\`.`,
    )
  return macAddressTest(state, readMac(text), qualifiers.direction)
}

function ipv6Test(state: LinkState, qualifiers: Qualifiers | undefined, id: Extract<Id, { kind: 'ipv6' }>): Fragment {
  const address = readIpv6(id.text)
  if (address === undefined) throw state.fault(`invalid ip6 address ${id.text}`, 'A number of the IPv4 part is larger than 255.')
  const bits = id.bits ?? IPV6_BITS
  if (bits > IPV6_BITS) throw state.fault(`mask length must be <= ${IPV6_BITS}`, 'An IPv6 address has 128 bits.')
  const mask = ipv6Mask(bits)
  if (address.some((byte, i) => (byte & ~mask[i]) !== 0))
    throw state.fault(
      `non-network bits set in "${id.text}/${bits}"`,
      `Behind the first ${bits} bits all must be zero in the address of a network.`,
    )
  const type = qualifiers?.type
  if (type === 'host' || type === 'default') {
    if (bits !== IPV6_BITS) throw state.fault('Mask syntax for networks only', `A prefix names a network: \`net ${id.text}/${bits}\`.`)
  } else if (type !== 'net')
    throw state.fault('invalid qualifier against IPv6 address', 'An IPv6 address goes with `host`, `net`, `src` or `dst`.')
  return ipv6AddressTest(state, address, mask, qualifiers!.protocol, qualifiers!.direction, addressType(qualifiers!))
}

function addressType(qualifiers: Qualifiers): AddressType {
  return qualifiers.type === 'net' ? 'net' : 'host'
}

function ipv4NetworkTest(state: LinkState, qualifiers: Qualifiers | undefined, id: Extract<Id, { kind: 'masked' | 'prefix4' }>): Fragment {
  const address = wholeIpv4(state, id.text)
  let mask: number
  if (id.kind === 'masked') {
    mask = wholeIpv4(state, id.mask)
    if ((address & ~mask) !== 0)
      throw state.fault(
        `non-network bits set in "${id.text} mask ${id.mask}"`,
        'Where the mask has zeros, the address of a network has zeros.',
      )
  } else {
    if (id.bits > IPV4_BITS) throw state.fault(`mask length must be <= ${IPV4_BITS}`, 'An IPv4 address has 32 bits.')
    mask = id.bits === 0 ? 0 : (ALL_ONES << (IPV4_BITS - id.bits)) >>> 0
    if ((address & ~mask) !== 0) {
      const network = [24, 16, 8, 0].map((shift) => ((address & mask) >>> shift) & 0xff).join('.')
      throw state.fault(
        `non-network bits set in "${id.text}/${id.bits}"`,
        `Behind the first ${id.bits} bits all must be zero: \`net ${network}/${id.bits}\`.`,
      )
    }
  }
  if (qualifiers?.type !== 'net') throw state.fault('Mask syntax for networks only', 'A network goes with `net`, one address with `host`.')
  return ipv4AddressTest(state, address, mask, qualifiers.protocol, qualifiers.direction, 'net')
}

/** An address of which the first bytes may have been given, with zeros for the others. */
function wholeIpv4(state: LinkState, text: string): number {
  const literal = readIpv4(text)
  if (literal === undefined) throw invalidIpv4(state, text)
  return leftAligned(literal.value, literal.bits)
}

function leftAligned(value: number, bits: number): number {
  return bits === IPV4_BITS ? value : (value << (IPV4_BITS - bits)) >>> 0
}

function invalidIpv4(state: LinkState, text: string): Error {
  return state.fault(`invalid IPv4 address '${text}'`, 'Each of the four numbers of an IPv4 address is 0 to 255.')
}

function numberTest(state: LinkState, qualifiers: Qualifiers, number: number, text: string | undefined): Fragment {
  const { protocol, direction, type } = qualifiers
  let value = number
  let bits = IPV4_BITS
  if (text !== undefined) {
    if (protocol === 'decnet') {
      const address = readDecnet(text)
      if (address === undefined) throw state.fault(`malformed decnet address '${text}'`, 'A DECnet address is area.node.')
      value = address
    } else {
      const literal = readIpv4(text)
      if (literal === undefined) throw invalidIpv4(state, text)
      ;({ value, bits } = literal)
    }
  }
  switch (type) {
    case 'default':
    case 'host':
    case 'net':
      if (protocol === 'decnet') return ipv4AddressTest(state, value, 0, protocol, direction, addressType(qualifiers))
      if (protocol === 'link')
        throw state.fault(
          'illegal link layer address',
          'An Ethernet address has six groups of two hexadecimal digits: `ether host 00:11:22:33:44:55`.',
        )
      return ipv4PartTest(state, qualifiers, value, text === undefined ? undefined : bits)
    case 'port':
    case 'portrange': {
      const ports = { from: value, to: value, isRange: type === 'portrange' }
      return checkedPortTest(state, qualifiers, ports, undefined)
    }
    case 'gateway':
      throw state.fault("'gateway' requires a name", gatewayHint())
    case 'proto':
      return protocolNumberTest(state, protocol, value)
    case 'protochain':
      return protocolChainTest(state, protocol, value)
  }
}

/** `net 10` is 10.0.0.0/8, `host 10.1` is 10.1.0.0/16 too, and `host 10` is 0.0.0.10. */
function ipv4PartTest(state: LinkState, { protocol, direction, type }: Qualifiers, value: number, bits: number | undefined): Fragment {
  if (bits !== undefined) {
    const mask = bits === 0 ? 0 : (ALL_ONES << (IPV4_BITS - bits)) >>> 0
    return ipv4AddressTest(state, leftAligned(value, bits), mask, protocol, direction, type === 'net' ? 'net' : 'host')
  }
  if (type !== 'net') return ipv4AddressTest(state, value, ALL_ONES, protocol, direction, 'host')
  const network = classlessNetwork(value)
  return ipv4AddressTest(state, network.address, network.mask, protocol, direction, 'net')
}

/** Moves a number up to where its first byte is not zero; the mask moves with it. */
function classlessNetwork(number: number): { readonly address: number; readonly mask: number } {
  let address = number >>> 0
  let mask = ALL_ONES
  while (address !== 0 && address >>> 24 === 0) {
    address = (address << 8) >>> 0
    mask = (mask << 8) >>> 0
  }
  return { address, mask }
}

function gatewayHint(): string {
  return 'libpcap 1.10 does not know gateways; say `ether host MAC and not host ADDRESS`.'
}

function checkedPortTest(state: LinkState, qualifiers: Qualifiers, ports: Ports, serviceProtocol: PortProtocol | undefined): Fragment {
  const protocol = serviceProtocol ?? portProtocol(state, qualifiers)
  for (const port of [ports.from, ports.to]) {
    if (port > MAX_PORT) throw state.fault(`illegal port number ${port} > ${MAX_PORT}`, 'Ports are 0 to 65535.')
  }
  return portTest(state, ports, protocol, qualifiers.direction)
}

function portProtocol(state: LinkState, { protocol, type }: Qualifiers): PortProtocol | undefined {
  if (protocol === undefined || protocol === 'tcp' || protocol === 'udp' || protocol === 'sctp') return protocol
  throw state.fault(`illegal qualifier of '${type}'`, `Ports belong to tcp, udp and sctp; write \`${protocol} and ${type} …\`.`)
}

function nameTest(state: LinkState, qualifiers: Qualifiers, name: string, resolvers: NameResolvers): Fragment {
  const { protocol, direction, type } = qualifiers
  switch (type) {
    case 'net': {
      const number = resolvers.resolveNet(name)
      if (number === undefined)
        throw state.fault(`unknown network '${name}'`, 'Networks are known by name from /etc/networks only; write `net 10.0.0.0/8`.')
      const { address, mask } = classlessNetwork(number)
      return ipv4AddressTest(state, address, mask, protocol, direction, 'net')
    }
    case 'default':
    case 'host':
      return hostNameTest(state, qualifiers, name, resolvers)
    case 'port':
      return portNameTest(state, qualifiers, name, resolvers)
    case 'portrange':
      return portRangeNameTest(state, qualifiers, name, resolvers)
    case 'gateway':
      throw state.fault("'gateway' not supported in this configuration", gatewayHint())
    case 'proto':
      return protocolNumberTest(state, protocol, protocolNumber(state, protocol, name))
    case 'protochain':
      return protocolChainTest(state, protocol, protocolNumber(state, protocol, name))
  }
}

function hostNameTest(state: LinkState, { protocol, direction, type }: Qualifiers, name: string, resolvers: NameResolvers): Fragment {
  if (protocol === 'link') {
    if (state.linkType !== LINK_TYPE.ethernet) {
      throw state.fault(
        'only ethernet/FDDI/token ring/802.11/ATM LANE/Fibre Channel supports link-level host name',
        `Packets of this capture (${state.linkTypeText}) have no Ethernet addresses.`,
      )
    }
    const address = resolvers.resolveMac(name)
    if (address === undefined)
      throw state.fault(`unknown ether host '${name}'`, 'Ethernet addresses are known by name from /etc/ethers only.')
    return macAddressTest(state, address, direction)
  }
  if (protocol === 'decnet')
    throw state.fault(`decnet name support not included, '${name}' cannot be translated\n`, 'Write the DECnet address as area.node.')
  const addresses = resolvers.resolveHost(name)
  if (addresses.length === 0) throw unknownHost(state, name, '')
  // Without a field for the type, libpcap does not look for addresses in ARP.
  const hasType = state.typeField !== undefined
  const protocol4 = protocol ?? (hasType ? undefined : 'ip')
  const protocol6 = protocol ?? (hasType ? undefined : 'ip6')
  let result: Fragment | undefined
  for (const bytes of addresses) {
    if (bytes.length === 4 ? protocol4 === 'ip6' : protocol6 === 'ip') continue
    const next =
      bytes.length === 4
        ? ipv4AddressTest(state, addressNumber(bytes), ALL_ONES, protocol4, direction, addressType({ protocol, direction, type }))
        : ipv6AddressTest(state, bytes, ipv6Mask(IPV6_BITS), protocol6, direction, addressType({ protocol, direction, type }))
    result = result === undefined ? next : either(result, next)
  }
  if (result === undefined) throw unknownHost(state, name, protocol === undefined ? '' : ' for specified address family')
  return result
}

function unknownHost(state: LinkState, name: string, suffix: string): Error {
  const isReserved = protocolOf(name) !== undefined
  return state.fault(
    `unknown host '${name}'${suffix}`,
    isReserved
      ? `\`${name}\` is a word of the language.`
      : `No address is known for \`${name}\`; write the address itself, or check the spelling.`,
  )
}

function addressNumber(bytes: Uint8Array): number {
  return ((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) >>> 0
}

/** A port, and the protocol that it belongs to when only one has it. */
interface NamedPort {
  readonly port: number
  readonly protocol: 'tcp' | 'udp' | undefined
}

/** A name that both protocols have under different numbers means the one of UDP, as in libpcap. */
function namedPort(service: ServicePorts | undefined): NamedPort | undefined {
  if (service === undefined) return undefined
  const { tcp, udp } = service
  if (tcp === undefined) return udp === undefined ? undefined : { port: udp, protocol: 'udp' }
  if (udp === undefined) return { port: tcp, protocol: 'tcp' }
  return tcp === udp ? { port: tcp, protocol: undefined } : { port: udp, protocol: 'udp' }
}

function portNameTest(state: LinkState, qualifiers: Qualifiers, name: string, resolvers: NameResolvers): Fragment {
  const wanted = portProtocol(state, qualifiers)
  const named = namedPort(resolvers.resolvePort(name))
  if (named === undefined) throw state.fault(`unknown port '${name}'`, 'No service of this name is known; write the number.')
  const ports = { from: named.port, to: named.port, isRange: false }
  return checkedPortTest(state, qualifiers, ports, agreed(state, wanted, named.protocol, `port '${name}'`))
}

function agreed(
  state: LinkState,
  wanted: PortProtocol | undefined,
  actual: PortProtocol | undefined,
  what: string,
): PortProtocol | undefined {
  if (wanted !== undefined && actual !== undefined && wanted !== actual)
    throw state.fault(`${what} is ${actual}`, `The service is known for ${actual} only; with ${wanted} write the number.`)
  return wanted ?? actual
}

const RANGE_NUMBERS = /^(\d+)-(\d+)$/u

function portRangeNameTest(state: LinkState, qualifiers: Qualifiers, text: string, resolvers: NameResolvers): Fragment {
  const wanted = portProtocol(state, qualifiers)
  const numbers = RANGE_NUMBERS.exec(text)
  const ends = numbers === null ? namedRange(text, resolvers) : { from: Number(numbers[1]), to: Number(numbers[2]), protocol: undefined }
  if (ends === undefined)
    throw state.fault(`unknown port in range '${text}'`, 'A range is two ports with a hyphen between: `portrange 8000-8080`.')
  const protocol = agreed(state, wanted, ends.protocol, `port in range '${text}'`)
  for (const port of [ends.from, ends.to]) {
    if (port > MAX_PORT) throw state.fault(`illegal port number ${port} > ${MAX_PORT}`, 'Ports are 0 to 65535.')
  }
  const ports = { from: Math.min(ends.from, ends.to), to: Math.max(ends.from, ends.to), isRange: true }
  return checkedPortTest(state, qualifiers, ports, protocol)
}

function namedRange(
  text: string,
  resolvers: NameResolvers,
): (Pick<Ports, 'from' | 'to'> & { readonly protocol: 'tcp' | 'udp' | undefined }) | undefined {
  const hyphen = text.indexOf('-')
  if (hyphen < 0) return undefined
  const first = portOfText(text.slice(0, hyphen), resolvers)
  const last = portOfText(text.slice(hyphen + 1), resolvers)
  if (first === undefined || last === undefined) return undefined
  return { from: first.port, to: last.port, protocol: first.protocol === last.protocol ? first.protocol : undefined }
}

function portOfText(text: string, resolvers: NameResolvers): NamedPort | undefined {
  return /^\d+$/u.test(text) ? { port: Number(text), protocol: undefined } : namedPort(resolvers.resolvePort(text))
}

function protocolNumber(state: LinkState, protocol: Protocol | undefined, name: string): number {
  switch (protocol) {
    case undefined:
    case 'ip':
    case 'ip6':
      return ipProtocolNumber(name) ?? unknownProtocol(state, `unknown ip proto '${name}'`)
    case 'iso':
      return isoProtocolNumber(name) ?? unknownProtocol(state, `unknown osi proto '${name}'`)
    case 'link':
      return linkProtocolNumber(name) ?? unknownProtocol(state, `unknown ether proto '${name}'`)
    default:
      return unknownProtocol(state, `unknown protocol: ${name}`)
  }
}

function unknownProtocol(state: LinkState, message: string): never {
  throw state.fault(message, 'No protocol of this name is known here; write its number.')
}
