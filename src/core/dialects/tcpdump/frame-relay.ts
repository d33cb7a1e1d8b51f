/** Frame Relay (ITU-T Q.922 Annex A), with what carries IP in it: RFC 2427 and Cisco's older way. */

import { printSnap } from './llc.ts'
import type { Printing } from './printing.ts'
import { printPpp } from './ppp.ts'
import { etherTypeName } from './value-names.ts'

const FEWEST_BYTES = 4
/** The last byte of an address has this bit. */
const LAST = 0x01
/** In three bytes and more: control information instead of an address. */
const CORE = 0x02
const UNNUMBERED = 0x03
const MOST_ADDRESS_BYTES = 4
const MANAGEMENT = 0

const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [0x02, 'DE'],
  [0x04, 'BECN'],
  [0x08, 'FECN'],
]

const NETWORK = { snap: 0x80, ipv6: 0x8e, ipv4: 0xcc, ppp: 0xcf } as const
const NETWORK_NAMES: ReadonlyMap<number, string> = new Map([
  [0x08, 'Q.933'],
  [0x80, 'SNAP'],
  [0x81, 'CLNP'],
  [0x82, 'ES-IS'],
  [0x83, 'IS-IS'],
  [0x8e, 'IPv6'],
  [0xb1, 'FRF.15'],
  [0xcc, 'IPv4'],
  [0xcf, 'PPP'],
])

/** An address: the bytes that it takes, the connection that it names, and its flags in words. */
interface Address {
  readonly bytes: number
  readonly connection: number
  readonly flags: string
}

/** Prints a frame that starts with its address. */
export function printFrameRelay(p: Printing, at: number, length: number): void {
  p.protocol = 'fr'
  if (p.left(at) < FEWEST_BYTES) {
    p.linkBytes += p.left(at)
    return p.cut()
  }
  p.linkBytes += printFrame(p, at, length)
}

/** Gives the bytes before the packet that is carried. */
function printFrame(p: Printing, at: number, length: number): number {
  const address = addressAt(p, at)
  if (address === undefined) {
    p.text('Q.922, invalid address')
    return 0
  }
  let bytes = address.bytes
  if (p.left(at) < bytes + 2) {
    p.cut()
    return 0
  }
  // The management's own connection has no Ethernet types (ITU-T Q.933).
  if (p.u8(at + bytes) !== UNNUMBERED && address.connection !== MANAGEMENT) {
    const type = p.u16(at + bytes)
    if (p.options.link) printHeader(p, address, `cisco-ethertype ${etherTypeName(type, 'unknown')}`, type, 4, length)
    if (p.layers.etherType(p, type, at + bytes + 2, length - bytes - 2)) return bytes + 2
    p.text(`UI ${p.hexText(at + bytes, at + bytes + 1)}! `)
  }
  bytes++
  if (p.u8(at + bytes) === 0) {
    // A byte of padding makes an address of two bytes, the control and it four.
    if (address.bytes !== 3) p.text('Pad! ')
    bytes++
  } else if (address.bytes === 3) p.text('No pad! ')
  const network = p.u8(at + bytes)
  bytes++
  if (p.options.link) printHeader(p, address, networkText(network), network, 2, length)
  printNetwork(p, network, address, at + bytes, length - bytes, length)
  return bytes
}

function networkText(network: number): string {
  return `NLPID ${NETWORK_NAMES.get(network) ?? 'unknown'}`
}

function printNetwork(p: Printing, network: number, address: Address, at: number, rest: number, length: number): void {
  switch (network) {
    case NETWORK.ipv4:
      return p.layers.ip(p, at, rest)
    case NETWORK.ipv6:
      return p.layers.ip6(p, at, rest)
    case NETWORK.ppp:
      return printPpp(p, at, rest)
    case NETWORK.snap:
      if (!printSnap(p, at, rest)) p.unknown(at, p.left(at))
      return
    default:
      if (!p.options.link) printHeader(p, address, networkText(network), network, 2, length)
      // Unlike elsewhere, only -x takes the dump away, and neither -q nor -X.
      if (p.options.hex === 0) p.layers.dump(p, at, p.left(at))
  }
}

function printHeader(p: Printing, address: Address, what: string, number: number, digits: number, length: number): void {
  const start = 'Q.922, '
  if (p.options.quiet > 0) return p.text(`${start}DLCI ${address.connection}, length ${length}: `)
  p.text(`${start}hdr-len ${address.bytes}, DLCI ${address.connection}, Flags [${address.flags}], `)
  p.text(`${what} (0x${number.toString(16).padStart(digits, '0')}), length ${length}: `)
}

/** Reads an address of two to four bytes: six bits of it in the first, four in the second, seven in between, six in the last. */
function addressAt(p: Printing, at: number): Address | undefined {
  let bytes = 1
  while (bytes <= MOST_ADDRESS_BYTES && (p.u8(at + bytes - 1) & LAST) === 0) bytes++
  if (bytes < 2 || bytes > MOST_ADDRESS_BYTES) return undefined
  let connection = ((p.u8(at) >> 2) << 4) | (p.u8(at + 1) >> 4)
  if (bytes === 4) connection = (connection << 7) | (p.u8(at + 2) >> 1)
  const names = FLAGS.filter(([bit]) => (p.u8(at + 1) & bit) !== 0).map(([, name]) => name)
  const last = p.u8(at + bytes - 1)
  if (bytes > 2) {
    if ((last & CORE) !== 0) names.push('sdlcore')
    // Control information or not, tcpdump takes these bits for a part of the address.
    connection = (connection << 6) | (last >> 2)
  }
  return { bytes, connection: connection >>> 0, flags: names.length === 0 ? 'none' : names.join(', ') }
}
