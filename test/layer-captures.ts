/** Small captures of what carries TCP, built byte by byte: link layers, IP options, extension headers, fragments, ICMP with quotes. */
import { buildPcap } from './capture-builder.ts'

/** A capture to compare on. */
export interface LayerCapture {
  readonly name: string
  readonly linkType: number
  readonly packets: readonly Uint8Array[]
}

const LINK = { null: 0, ethernet: 1, ppp: 9, raw: 101, loop: 108, sll: 113, sll2: 276 } as const
const PROTOCOL = {
  icmp: 1,
  ipip: 4,
  tcp: 6,
  ipv6: 41,
  routing: 43,
  fragment: 44,
  icmpv6: 58,
  none: 59,
  destination: 60,
  hopByHop: 0,
} as const

type Part = Uint8Array | readonly number[]

function join(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function word(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * (bytes - 1 - i))) % 256)
}

const MACS = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
const SEGMENT = join(word(40000, 2), word(80, 2), word(1000, 4), word(0, 4), [0x50, 0x02], word(1024, 2), word(0, 4))
const DATA_SEGMENT = join(word(40000, 2), word(80, 2), word(1001, 4), word(1, 4), [0x50, 0x18], word(1024, 2), word(0, 4), [0x68, 0x69])

interface Ipv4Parts {
  readonly protocol?: number
  readonly options?: Part
  readonly payload?: Part
  readonly ttl?: number
  readonly tos?: number
  readonly id?: number
  /** Flags and offset. */
  readonly fragment?: number
  readonly source?: Part
  readonly destination?: Part
  readonly totalLength?: number
}

function ipv4(parts: Ipv4Parts): Uint8Array {
  const options = [...(parts.options ?? [])]
  while (options.length % 4 !== 0) options.push(0)
  const payload = parts.payload ?? []
  const length = parts.totalLength ?? 20 + options.length + payload.length
  return join(
    [0x45 + options.length / 4, parts.tos ?? 0],
    word(length, 2),
    word(parts.id ?? 1, 2),
    word(parts.fragment ?? 0, 2),
    [parts.ttl ?? 64, parts.protocol ?? PROTOCOL.tcp, 0x12, 0x34],
    parts.source ?? [10, 0, 0, 1],
    parts.destination ?? [10, 0, 0, 2],
    options,
    payload,
  )
}

const HOST_1 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0x02, 0x11, 0x22, 0xff, 0xfe, 0x33, 0x44, 0x55]
const HOST_2 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
const SIX_TO_FOUR = [0x20, 0x02, 0xc0, 0x00, 0x02, 0x01, 0, 7, 0, 0, 0, 0, 0, 0, 0, 9]
const TEREDO = [0x20, 0x01, 0, 0, 0x41, 0x36, 0xe3, 0x78, 0x80, 0, 0x63, 0xbf, 0x3f, 0xff, 0xfd, 0xd2]

function ipv6(next: number, payload: Part, source: Part = HOST_1, destination: Part = HOST_2): Uint8Array {
  return join([0x6a, 0xb1, 0x23, 0x45], word(payload.length, 2), [next, 64], source, destination, payload)
}

function checked(message: Uint8Array, start = 0): Uint8Array {
  let sum = start
  for (let i = 0; i < message.length; i += 2) sum += (message[i] << 8) | (message[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  const result = message.slice()
  result.set(word(~sum & 0xffff, 2), 2)
  return result
}

function icmp(type: number, code: number, rest: Part, payload: Part): Uint8Array {
  return ipv4({ protocol: PROTOCOL.icmp, payload: checked(join([type, code, 0, 0], rest, payload)) })
}

function icmpv6(type: number, code: number, payload: Part): Uint8Array {
  const message = join([type, code, 0, 0], payload)
  let pseudo = message.length + PROTOCOL.icmpv6
  for (const address of [HOST_1, HOST_2]) for (let i = 0; i < 16; i += 2) pseudo += (address[i] << 8) | address[i + 1]
  return ipv6(PROTOCOL.icmpv6, checked(message, pseudo))
}

function ethernet(type: number, payload: Part): Uint8Array {
  return join(MACS, word(type, 2), payload)
}

const TCP_PACKET = ipv4({ payload: SEGMENT })
const OLD_PACKET = ipv4({ payload: DATA_SEGMENT })
const ZEROS = (count: number): number[] => Array.from({ length: count }, () => 0)
const LONG = Uint8Array.from({ length: 96 }, (_, i) => i)
const FRAGMENTED = join(SEGMENT, LONG)

const IPV4_OPTIONS: readonly (readonly number[])[] = [
  [1, 1, 1, 0],
  [7, 11, 8, 10, 0, 0, 5, 10, 0, 0, 6],
  [0x44, 12, 5, 0, 0, 0, 0, 1, 0, 0, 0, 2],
  [0x94, 4, 0, 0],
  [0x94, 4, 0, 1],
  [0x88, 4, 0, 5],
  [11, 4, 5, 0xdc],
  [0x52, 12, 0, 1, 0, 2, 0, 3, 10, 0, 0, 1],
  [0x1e, 4, 0, 0],
  [0x99, 40, 0, 0],
]

/** All captures. */
export const LAYER_CAPTURES: readonly LayerCapture[] = [
  {
    name: 'ethernet',
    linkType: LINK.ethernet,
    packets: [
      ethernet(0x0800, TCP_PACKET),
      ethernet(0x0800, join(TCP_PACKET, ZEROS(6))),
      ethernet(0x0800, join(TCP_PACKET, [1, 2, 3, 4, 5, 6])),
      ethernet(0x0800, join(TCP_PACKET, ZEROS(6), [0xde, 0xad, 0xbe, 0xef])),
      ethernet(0x0806, ZEROS(28)),
      ethernet(0xabcd, [1, 2, 3]),
      ethernet(0x86dd, ipv6(PROTOCOL.tcp, SEGMENT)),
      ethernet(0x9000, [0, 0, 1, 0, 7, 0, 1, 2, 3]),
      join([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 3, 0, 0, 0, 0, 1], word(0x0800, 2), TCP_PACKET),
      // IEEE 802.3 with LLC, with SNAP, and with a length that is none.
      join(MACS, word(7, 2), [0x42, 0x42, 0x03, 1, 2, 3, 4], ZEROS(39)),
      join(MACS, word(48, 2), [0xaa, 0xaa, 0x03, 0, 0, 0], word(0x0800, 2), TCP_PACKET),
      join(MACS, word(1501, 2), [1, 2, 3]),
      ethernet(0x0800, TCP_PACKET).subarray(0, 40),
      ethernet(0x0800, ipv4({ totalLength: 19 })),
      ethernet(0x0800, ipv4({ totalLength: 2000, payload: SEGMENT })),
      ethernet(0x0800, join([0x42], TCP_PACKET.subarray(1))),
    ],
  },
  {
    name: 'vlan',
    linkType: LINK.ethernet,
    packets: [
      ethernet(0x8100, join(word(0xb123, 2), word(0x0800, 2), TCP_PACKET)),
      ethernet(0x8100, join(word(0x0005, 2), word(0x8100, 2), word(0x0006, 2), word(0x0800, 2), TCP_PACKET)),
      ethernet(0x8100, join(word(0x0005, 2), word(0x0800, 2), TCP_PACKET, ZEROS(2))),
    ],
  },
  {
    name: 'sll',
    linkType: LINK.sll,
    packets: [
      join([0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0], word(0x0800, 2), TCP_PACKET),
      join([0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0], word(0x86dd, 2), ipv6(PROTOCOL.tcp, SEGMENT)),
    ],
  },
  {
    name: 'sll2',
    linkType: LINK.sll2,
    packets: [join(word(0x0800, 2), [0, 0, 0, 0, 0, 2, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0], TCP_PACKET)],
  },
  {
    name: 'null',
    linkType: LINK.null,
    packets: [join([2, 0, 0, 0], TCP_PACKET), join([0, 0, 0, 2], TCP_PACKET), join([30, 0, 0, 0], ipv6(PROTOCOL.tcp, SEGMENT))],
  },
  { name: 'ppp', linkType: LINK.ppp, packets: [join([0xff, 3, 0, 0x21], TCP_PACKET), join([0x21], TCP_PACKET)] },
  {
    name: 'raw',
    linkType: LINK.raw,
    packets: [
      TCP_PACKET,
      OLD_PACKET,
      ipv6(PROTOCOL.tcp, SEGMENT),
      ipv4({ protocol: PROTOCOL.ipip, payload: TCP_PACKET }),
      ipv4({ protocol: PROTOCOL.ipv6, payload: ipv6(PROTOCOL.tcp, SEGMENT) }),
      ipv4({ protocol: 17, payload: ZEROS(8) }),
      ...Array.from({ length: 64 }, (_, dscp) => ipv4({ tos: dscp * 4 + (dscp % 4), payload: SEGMENT })),
    ],
  },
  {
    name: 'ipv4-options',
    linkType: LINK.raw,
    packets: IPV4_OPTIONS.map((options) => ipv4({ options, payload: SEGMENT })),
  },
  {
    name: 'ipv4-ttl',
    linkType: LINK.raw,
    packets: [0, 1, 4, 5, 255].flatMap((ttl) =>
      [
        [10, 0, 0, 2],
        [224, 0, 0, 5],
        [224, 0, 0, 18],
        [224, 0, 0, 252],
        [239, 1, 1, 1],
      ].map((destination) => ipv4({ ttl, destination, protocol: PROTOCOL.none })),
    ),
  },
  {
    name: 'ipv4-fragments',
    linkType: LINK.raw,
    packets: [
      ipv4({ id: 7, fragment: 0x2000, payload: FRAGMENTED.subarray(0, 48) }),
      ipv4({ id: 7, fragment: 0x2006, payload: FRAGMENTED.subarray(48, 96) }),
      ipv4({ id: 7, fragment: 0x000c, payload: FRAGMENTED.subarray(96) }),
      ipv4({ id: 8, fragment: 0x000c, payload: FRAGMENTED.subarray(96) }),
      ipv4({ id: 8, fragment: 0x2000, payload: FRAGMENTED.subarray(0, 56) }),
      ipv4({ id: 8, fragment: 0x2006, payload: FRAGMENTED.subarray(48, 96) }),
      ipv4({ id: 9, fragment: 0x2000, payload: FRAGMENTED.subarray(0, 48) }),
    ],
  },
  {
    name: 'ipv6-extensions',
    linkType: LINK.raw,
    packets: [
      ipv6(PROTOCOL.hopByHop, join([PROTOCOL.tcp, 0, 5, 2, 0, 0, 1, 0], SEGMENT)),
      ipv6(PROTOCOL.destination, join([PROTOCOL.tcp, 0, 1, 4, 0, 0, 0, 0], SEGMENT)),
      ipv6(PROTOCOL.routing, join([PROTOCOL.tcp, 2, 0, 1, 0, 0, 0, 0], SIX_TO_FOUR, SEGMENT)),
      ipv6(PROTOCOL.fragment, join([PROTOCOL.tcp, 0], word(0x0001, 2), word(77, 4), FRAGMENTED.subarray(0, 48))),
      ipv6(PROTOCOL.fragment, join([PROTOCOL.tcp, 0], word(0x0030, 2), word(77, 4), FRAGMENTED.subarray(48))),
      ipv6(PROTOCOL.fragment, join([PROTOCOL.tcp, 0], word(0, 2), word(78, 4), SEGMENT)),
      ipv6(PROTOCOL.none, []),
      ipv6(PROTOCOL.tcp, SEGMENT, SIX_TO_FOUR, TEREDO),
      ipv6(17, ZEROS(8)),
    ],
  },
  {
    name: 'icmp',
    linkType: LINK.raw,
    packets: [
      icmp(8, 0, word(0x00010002, 4), LONG),
      ipv4({
        protocol: PROTOCOL.icmp,
        source: [10, 0, 0, 2],
        destination: [10, 0, 0, 1],
        payload: checked(join([0, 0, 0, 0], word(0x00010002, 4), LONG)),
      }),
      icmp(3, 1, ZEROS(4), OLD_PACKET.subarray(0, 28)),
      icmp(3, 4, word(1400, 4), OLD_PACKET),
      icmp(5, 1, [10, 0, 0, 9], OLD_PACKET),
      icmp(11, 0, ZEROS(4), OLD_PACKET),
      icmp(12, 0, [20, 0, 0, 0], OLD_PACKET),
      ipv4({ protocol: PROTOCOL.icmp, payload: [3, 3, 1, 2, 0, 0, 0, 0, ...OLD_PACKET] }),
    ],
  },
  {
    name: 'icmpv6',
    linkType: LINK.raw,
    packets: [
      icmpv6(128, 0, join(word(0x00010002, 4), LONG)),
      icmpv6(1, 4, join(ZEROS(4), ipv6(PROTOCOL.tcp, SEGMENT))),
      icmpv6(2, 0, join(word(1280, 4), ipv6(PROTOCOL.tcp, SEGMENT))),
      icmpv6(3, 0, join(ZEROS(4), ipv6(PROTOCOL.tcp, SEGMENT))),
    ],
  },
]

/** A capture as a pcap file, its packets 10 milliseconds apart. */
export function pcapOf({ linkType, packets }: LayerCapture): Uint8Array {
  return buildPcap(
    packets.map((data, i) => ({ seconds: 1_700_000_000, fraction: i * 10_000, data })),
    { network: linkType },
  )
}
