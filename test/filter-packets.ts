/** Packets for filters: every header that the language has a word for, in every kind of link layer, whole and cut short. */
import { LINK_TYPE } from '../src/core/capture/link-type.ts'
import { hex, ipv4, ipv6, join, tcp, udp } from './packet-bytes.ts'

/** A packet as a capture has it. */
export interface FilterPacket {
  readonly data: Uint8Array
  readonly wireLen: number
}

/** A network packet and the EtherType that says what it is. */
interface Carried {
  readonly etherType: number
  readonly bytes: Uint8Array
}

const TEXT = hex('47455420 2f0d0a')
const MAC = hex('020000000001')
const OTHER_MAC = hex('020000000002')
const BROADCAST = hex('ffffffffffff')
const MULTICAST = hex('01005e000001')

function word(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff]
}

function ports(source: number, destination: number, rest: string): Uint8Array {
  return join(word(source), word(destination), hex(rest))
}

/** An IPv6 extension header of 8 bytes. */
function extension(next: number): Uint8Array {
  return hex(`${next.toString(16).padStart(2, '0')}00 000000000000`)
}

/** An authentication header (RFC 4302) with 12 bytes of check value: 24 bytes. */
function authentication(next: number): Uint8Array {
  return hex(`${next.toString(16).padStart(2, '0')}04 0000 00000001 00000002 000000000000000000000000`)
}

const IPV4_PACKETS: readonly Uint8Array[] = [
  ...[0x02, 0x12, 0x10, 0x18, 0x11, 0x04, 0x14, 0xc2, 0x29].map((flags) => ipv4(tcp(hex(''), flags === 0x18 ? TEXT : hex(''), flags))),
  ipv4(tcp(hex('0204 05b4 0402 0303'), TEXT, 0x02), { options: hex('94040000 01010101') }),
  ipv4(ports(443, 40000, '00000001 00000002 5010 0000 0000 0000'), { source: [192, 168, 1, 1], destination: [10, 0, 0, 1] }),
  ipv4(udp(53, hex('1234 0100 0001 0000 0000 0000'))),
  ipv4(udp(443, TEXT), { destination: [224, 0, 0, 1] }),
  ipv4(udp(67, TEXT), { source: [0, 0, 0, 0], destination: [255, 255, 255, 255] }),
  ipv4(ports(22, 80, '00000001 00000000'), { protocol: 132 }),
  ...[0, 3, 8, 11, 13].map((type) => ipv4(hex(`${type.toString(16).padStart(2, '0')}03 0000 00000000 45000028`), { protocol: 1 })),
  ...[2, 9, 47, 50, 51, 89, 103, 112].map((protocol) => ipv4(hex('0600 0000 0102 0304'), { protocol })),
  ipv4(join(authentication(6), tcp()), { protocol: 51 }),
  ipv4(join(authentication(51), authentication(17), udp(53, TEXT)), { protocol: 51 }),
  ipv4(hex('0050 9c40 1234'), { fragment: 0x2010 }),
  ipv4(tcp(), { fragment: 0x2000 }),
  ipv4(udp(80, TEXT), { protocol: 17, fragment: 0x00ff, options: hex('01010101') }),
]

const IPV6_PACKETS: readonly Uint8Array[] = [
  ...[0x02, 0x12, 0x10, 0x11, 0x04].map((flags) => ipv6(tcp(hex(''), hex(''), flags))),
  ipv6(udp(53, TEXT), 17),
  ipv6(ports(22, 80, '00000001 00000000'), 132),
  ...[1, 3, 128, 129, 133, 134, 135, 136, 137].map((type) => ipv6(hex(`${type.toString(16).padStart(2, '0')}00 0000 00000000`), 58)),
  ipv6(join(extension(6), tcp()), 0),
  ipv6(join(extension(6), tcp()), 60),
  ipv6(join(extension(17), udp(53, TEXT)), 43),
  ipv6(join(extension(6), tcp()), 44),
  ipv6(join(extension(44), extension(6), tcp()), 0),
  ipv6(join(extension(60), extension(43), extension(58), hex('8000 0000 00000000')), 0),
  ipv6(join(authentication(6), tcp()), 51),
  ipv6(join(extension(51), authentication(6), tcp()), 0),
  ipv6(extension(59), 0),
  ipv6(hex(''), 59),
  join(hex('6000 0000 0008 3aff fe80000000000000 0000000000000001 ff020000000000000000000000000001'), hex('8800 0000 00000000')),
]

const ARP = hex('0001 0800 0604 0001 020000000001 0a000001 000000000000 0a000002')
const RARP = hex('0001 0800 0604 0003 020000000001 0a000001 020000000001 0a000002')

function geneve(protocol: number, vni: number, inner: Uint8Array, options = hex(''), version = 0): Uint8Array {
  const header = join([(version << 6) | (options.length / 4), 0], word(protocol), [vni >> 16, vni >> 8, vni, 0], options)
  return udp(6081, join(header, inner))
}

function ethernetFrame(etherType: number, payload: Uint8Array, destination: Uint8Array = OTHER_MAC): Uint8Array {
  return join(destination, MAC, word(etherType), payload)
}

const GENEVE_PACKETS: readonly Uint8Array[] = [
  geneve(0x6558, 0x123, ethernetFrame(0x0800, IPV4_PACKETS[0])),
  geneve(0x6558, 5, ethernetFrame(0x86dd, IPV6_PACKETS[0]), hex('01028001 00000000')),
  geneve(0x6558, 11, ethernetFrame(0x8100, join(hex('0064 0800'), IPV4_PACKETS[1]))),
  geneve(0x0800, 0x123, IPV4_PACKETS[2]),
  geneve(0x86dd, 11, IPV6_PACKETS[1], hex('01028000')),
  geneve(0x0800, 0x123, IPV4_PACKETS[2], hex(''), 1),
  geneve(0x6558, 7, ethernetFrame(0x0806, ARP, BROADCAST)),
]

function carried(etherType: number, packets: readonly Uint8Array[]): Carried[] {
  return packets.map((bytes) => ({ etherType, bytes }))
}

/** MPLS entries: labels, the last one at the bottom. */
function mpls(labels: readonly number[], inner: Uint8Array): Uint8Array {
  return join(
    ...labels.map((label, i) =>
      join([(label >> 12) & 0xff, (label >> 4) & 0xff, ((label & 15) << 4) | (i === labels.length - 1 ? 1 : 0), 64]),
    ),
    inner,
  )
}

function pppoe(session: number, protocol: number, inner: Uint8Array): Uint8Array {
  return join([0x11, 0x00], word(session), word(inner.length + 2), word(protocol), inner)
}

/** What any link layer may carry. */
const NETWORK: readonly Carried[] = [
  ...carried(0x0800, IPV4_PACKETS),
  ...carried(0x86dd, IPV6_PACKETS),
  { etherType: 0x0806, bytes: ARP },
  { etherType: 0x8035, bytes: RARP },
  ...carried(
    0x0800,
    GENEVE_PACKETS.map((packet) => ipv4(packet, { protocol: 17 })),
  ),
  ...carried(
    0x0800,
    GENEVE_PACKETS.slice(0, 3).map((packet) => ipv4(packet, { protocol: 17, options: hex('01010101') })),
  ),
  ...carried(
    0x86dd,
    GENEVE_PACKETS.map((packet) => ipv6(packet, 17)),
  ),
]

/** What only Ethernet carries. */
const LAN: readonly Carried[] = [
  ...carried(0x8847, [
    mpls([100], IPV4_PACKETS[0]),
    mpls([100, 200], IPV4_PACKETS[9]),
    mpls([100, 200, 300], IPV6_PACKETS[0]),
    mpls([1024], IPV6_PACKETS[8]),
    mpls([3], GENEVE_PACKETS[0]),
    mpls([100], ipv4(GENEVE_PACKETS[0], { protocol: 17 })),
  ]),
  ...carried(0x8864, [
    pppoe(0x27, 0x21, IPV4_PACKETS[0]),
    pppoe(5, 0x57, IPV6_PACKETS[0]),
    pppoe(3, 0x281, mpls([100], IPV4_PACKETS[0])),
    pppoe(0x27, 0xc021, hex('0101 0004')),
  ]),
  { etherType: 0x8863, bytes: hex('1109 0000 0004 0101 0000') },
  ...[0x6001, 0x6002, 0x6004, 0x6007, 0x809b, 0x80f3, 0x8137, 0x9000, 0x0600].map((etherType) => ({
    etherType,
    bytes: hex('0102 0304 0506 0708'),
  })),
  { etherType: 0x6003, bytes: hex('0e00 02 140a 0a04 00') },
  { etherType: 0x6003, bytes: hex('2200 8106 00 0000 aa000400 0a04 0000 aa000400 1408 00000000') },
]

/** IEEE 802.3 payloads: 802.2 headers of all kinds. */
const LLC: readonly Uint8Array[] = [
  hex('4242 03 0000000000'),
  hex('fefe 03 81 0000000000'),
  hex('fefe 03 82 0000000000'),
  ...[15, 16, 17, 18, 20, 24, 25, 26, 27].map((type) => join(hex('fefe 03 83 1b0100'), [type], hex('01000000'))),
  hex('e0e0 03 ffff'),
  hex('ffff 0022 0001'),
  hex('f0f0 03 00'),
  hex('aaaa03 000000 8137 ffff'),
  hex('aaaa03 080007 809b 0001'),
  hex('aaaa03 000000 80f3 0001'),
  hex('0606 03 45000014'),
  hex('0505 bf 00'),
  hex('f0f0 01 02'),
  hex('f0f0 05 02'),
  hex('f0f0 00 02'),
  hex('f0f0 af 81'),
]

function ethernetPackets(): Uint8Array[] {
  const plain = [...NETWORK, ...LAN].map(({ etherType, bytes }) => ethernetFrame(etherType, bytes))
  const grouped = NETWORK.slice(0, 3).flatMap(({ etherType, bytes }) => [
    ethernetFrame(etherType, bytes, BROADCAST),
    ethernetFrame(etherType, bytes, MULTICAST),
  ])
  const tagged = [...NETWORK, ...LAN].flatMap(({ etherType, bytes }, i) => {
    const type = [0x8100, 0x88a8, 0x9100][i % 3]
    const tag = (id: number, next: number): Uint8Array => join(word(id), word(next))
    const once = ethernetFrame(type, join(tag(100, etherType), bytes))
    const twice = ethernetFrame(type, join(tag(100, 0x8100), tag(i % 2 === 0 ? 200 : 0x2001, etherType), bytes))
    return i % 4 === 0 ? [once, twice, ethernetFrame(type, join(tag(1, 0x8100), tag(2, 0x8100), tag(3, etherType), bytes))] : [once, twice]
  })
  const llc = LLC.flatMap((bytes) => [
    ethernetFrame(bytes.length, bytes),
    ethernetFrame(0x8100, join(word(100), word(bytes.length), bytes)),
  ])
  return [...plain, ...grouped, ...tagged, ...llc]
}

const PPP_PROTOCOLS: Readonly<Record<number, number>> = { 0x0800: 0x21, 0x86dd: 0x57 }

function framed(linkType: number): Uint8Array[] {
  const each = (header: (packet: Carried, i: number) => readonly number[] | Uint8Array): Uint8Array[] =>
    NETWORK.map((packet, i) => join(header(packet, i), packet.bytes))
  const family = ({ etherType }: Carried, i: number): number =>
    etherType === 0x0800 ? 2 : etherType === 0x86dd ? [24, 28, 30, 10][i % 4] : 7
  switch (linkType) {
    case LINK_TYPE.ethernet:
      return ethernetPackets()
    case LINK_TYPE.linuxSll:
      return [
        ...each(({ etherType }, i) => [0, i % 5, 0, 1, 0, 6, ...MAC, 0, 0, ...word(etherType)]),
        ...LLC.map((bytes) => join([0, 1, 0, 1, 0, 6], MAC, hex('0000 0004'), bytes)),
        ...LLC.map((bytes) => join([0, 4, 0, 1, 0, 6], MAC, hex('0000 0001'), bytes)),
      ]
    case LINK_TYPE.linuxSll2:
      return each(({ etherType }, i) => [...word(etherType), 0, 0, 0, 0, 0, 1 + (i % 3), 0, 1, i % 5, 6, ...MAC, 0, 0])
    case LINK_TYPE.null:
      return [...each((packet, i) => [family(packet, i), 0, 0, 0]), ...each((packet, i) => [0, 0, 0, family(packet, i)])]
    case LINK_TYPE.loop:
      return each((packet, i) => [0, 0, 0, family(packet, i)])
    case LINK_TYPE.raw:
    case LINK_TYPE.ipv4:
    case LINK_TYPE.ipv6:
      return each(() => [])
    case LINK_TYPE.slip:
      return each((_, i) => [i % 2, ...Array<number>(15).fill(0)])
    case LINK_TYPE.ppp:
    case LINK_TYPE.pppHdlc:
      return [
        ...each(({ etherType }) => [0xff, 0x03, ...word(PPP_PROTOCOLS[etherType] ?? etherType)]),
        join(hex('ff03 0281'), mpls([100], IPV4_PACKETS[0])),
        ...[0x23, 0x31, 0x2b, 0x29, 0x27].map((protocol) => join([0xff, 0x03], word(protocol), hex('8300000000000f000000'))),
      ]
    case LINK_TYPE.cHdlc:
      return [
        ...each(({ etherType }) => [0x0f, 0x00, ...word(etherType)]),
        ...[0x81, 0x82, 0x83].map((first) => join(hex('0f00 fefe 03'), [first], hex('000000 0f00000000'))),
      ]
    default:
      return []
  }
}

/** Link types for which packets are made. */
export const FILTER_LINK_TYPES: readonly number[] = [
  LINK_TYPE.ethernet,
  LINK_TYPE.linuxSll,
  LINK_TYPE.linuxSll2,
  LINK_TYPE.null,
  LINK_TYPE.loop,
  LINK_TYPE.raw,
  LINK_TYPE.ppp,
  LINK_TYPE.ipv4,
  LINK_TYPE.ipv6,
  LINK_TYPE.pppHdlc,
  LINK_TYPE.cHdlc,
  LINK_TYPE.slip,
]

/** All packets made for a link type: each whole, and some cut short at places that move from packet to packet. */
export function filterPackets(linkType: number): FilterPacket[] {
  return framed(linkType).flatMap((data, i) => {
    const cut = (7 * i) % data.length
    const whole = { data, wireLen: data.length }
    return [
      whole,
      { data: data.slice(0, cut), wireLen: data.length },
      { data: data.slice(0, Math.min(data.length, 14 + (i % 48))), wireLen: data.length + (i % 7) },
    ]
  })
}
