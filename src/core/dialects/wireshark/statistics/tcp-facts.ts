/** What statistics need to know of a packet's TCP segment, taken from its tree. */
import { formatIpv4, formatIpv6 } from '../../../packet/address-text.ts'
import type { DissectedPacket, FieldItem } from '../field-item.ts'

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
]

/** The facts of a packet's segment; undefined for a packet without one. */
export function tcpFactsOf(packet: DissectedPacket): TcpFacts | undefined {
  const { layers } = packet
  const at = layers.findIndex((layer) => layer.field.name === 'tcp')
  if (at < 0) return undefined
  const segment = layers[at]
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
  }
}

function valueBelow(item: FieldItem, name: string): FieldItem['value'] | undefined {
  return item.children.find((child) => child.field.name === name)?.value
}

function addressBelow(carrier: FieldItem, side: 'src' | 'dst'): string {
  const value = valueBelow(carrier, `${carrier.field.name}.${side}`)
  if (value instanceof Uint8Array) return formatIpv6(value, 0)
  return typeof value === 'number' ? formatIpv4(value) : ''
}
