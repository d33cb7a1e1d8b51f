/** What statistics need to know of a packet's TCP segment, taken from its tree. */
import { formatIpv4, formatIpv6 } from '../../../packet/address-text.ts'
import { TCP_HEADER_MIN_BYTES } from '../../../wire/tcp.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'

const NO_BYTES = new Uint8Array(0)

/** A TCP segment that is not a quote, as its packet's tree shows it. */
export interface TcpFacts {
  readonly source: string
  readonly destination: string
  readonly sourcePort: number
  readonly destinationPort: number
  readonly stream: number
  readonly flags: number
  /** As the tree shows them: relative, where preferences do not say otherwise. */
  readonly seq: number
  readonly ack: number
  readonly rawSeq: number
  readonly rawAck: number
  readonly length: number
  /** The captured part of what it carries. */
  readonly payload: Uint8Array
}

/** The fields that `tcpFactsOf` looks at. */
export const TCP_FACTS_WANTED: readonly string[] = [
  'ip',
  'ip.src',
  'ip.dst',
  'ipv6',
  'ipv6.src',
  'ipv6.dst',
  'tcp',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.stream',
  'tcp.flags',
  'tcp.seq',
  'tcp.seq_raw',
  'tcp.ack',
  'tcp.ack_raw',
  'tcp.len',
  'tcp.hdr_len',
  'tcp.payload',
]

/** The facts of a packet's segment; undefined for a packet without one. */
export function tcpFactsOf(packet: DissectedPacket): TcpFacts | undefined {
  const { layers } = packet
  const at = layers.findIndex((layer) => layer.field.name === 'tcp')
  if (at < 0) return undefined
  const segment = layers[at]
  if (!isWhole(packet, segment)) return undefined
  const carrier = layers
    .slice(0, at)
    .filter(({ field }) => field.name === 'ip' || field.name === 'ipv6')
    .at(-1)
  const number = (name: string): number => Number(valueBelow(segment, `tcp.${name}`) ?? 0)
  return {
    source: carrier === undefined ? '' : addressBelow(carrier, 'src'),
    destination: carrier === undefined ? '' : addressBelow(carrier, 'dst'),
    sourcePort: number('srcport'),
    destinationPort: number('dstport'),
    stream: number('stream'),
    flags: number('flags'),
    seq: number('seq'),
    ack: number('ack'),
    rawSeq: number('seq_raw'),
    rawAck: number('ack_raw'),
    length: number('len'),
    payload: payloadOf(packet, segment, number('len')),
  }
}

/** The ports of the TCP header that is read last, also where it is cut or quoted by an ICMP message; zeros without one. */
export function portsOf(packet: DissectedPacket): readonly [source: number, destination: number] {
  const segment = lastSegment(packet.layers)
  return segment === undefined ? [0, 0] : [Number(valueBelow(segment, 'tcp.srcport') ?? 0), Number(valueBelow(segment, 'tcp.dstport') ?? 0)]
}

function lastSegment(items: readonly FieldItem[]): FieldItem | undefined {
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]
    if (item.field.name === 'tcp') return item
    const below = item.field.type === 'protocol' ? lastSegment(item.children) : undefined
    if (below !== undefined) return below
  }
  return undefined
}

/** Whether the header was read to its end: of others tshark's statistics know nothing. */
function isWhole({ notes, bytes, reassembled }: DissectedPacket, segment: FieldItem): boolean {
  const headerBytes = Number(valueBelow(segment, 'tcp.hdr_len') ?? 0)
  if (headerBytes < TCP_HEADER_MIN_BYTES) return false
  if (reassembled === undefined && segment.offset + headerBytes > bytes.length) return false
  return !notes.some(({ group, severity }) => group === 'Malformed' && severity === 'Error')
}

/** The payload: also that of a RST, which the tree shows as its cause. */
function payloadOf({ bytes, reassembled }: DissectedPacket, segment: FieldItem, length: number): Uint8Array {
  const value = valueBelow(segment, 'tcp.payload')
  if (value instanceof Uint8Array) return value
  if (length === 0 || reassembled !== undefined) return NO_BYTES
  const start = segment.offset + Number(valueBelow(segment, 'tcp.hdr_len') ?? 0)
  return bytes.subarray(start, start + length)
}

function valueBelow(item: FieldItem, name: string): FieldItem['value'] | undefined {
  return item.children.find((child) => child.field.name === name)?.value
}

function addressBelow(carrier: FieldItem, side: 'src' | 'dst'): string {
  const value = valueBelow(carrier, `${carrier.field.name}.${side}`)
  if (value instanceof Uint8Array) return formatIpv6(value, 0)
  return typeof value === 'number' ? formatIpv4(value) : ''
}
