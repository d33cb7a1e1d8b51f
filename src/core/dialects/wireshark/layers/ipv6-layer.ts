/** IPv6 headers, RFC 8200, with extension headers and fragments put together. */
import { ipv6Text } from '../address-column.ts'
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { DSCP_NAMES, ECN_NAMES, IP_PROTOCOL_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dsFieldText } from './ds-field.ts'
import type { IpPayload } from './ip-payload.ts'
import { dissectIpv6Extensions, IPV6_EXTENSION_FIELDS } from './ipv6-extensions.ts'

const IPV6 = field('ipv6', 'Internet Protocol Version 6', 'protocol')
const VERSION = field('ipv6.version', 'Version', 'uint8')
/** Version 6 has the field of version 4 as well, so that `ip.version == 6` finds it. */
export const IP_VERSION_OF_IPV6 = field('ip.version', 'Version', 'uint8', { mask: 0xf0 })
const TRAFFIC_CLASS = field('ipv6.tclass', 'Traffic Class', 'uint32', { base: 'hex', mask: 0x0ff00000 })
const DSCP = field('ipv6.tclass.dscp', 'Differentiated Services Codepoint', 'uint32', {
  mask: 0x0fc00000,
  maskBits: 32,
  valueNames: DSCP_NAMES,
})
const ECN = field('ipv6.tclass.ecn', 'Explicit Congestion Notification', 'uint32', {
  mask: 0x00300000,
  maskBits: 32,
  valueNames: ECN_NAMES,
})
const FLOW = field('ipv6.flow', 'Flow Label', 'uint24', { base: 'hex', mask: 0x0fffff })
const PAYLOAD_LENGTH = field('ipv6.plen', 'Payload Length', 'uint16')
const NEXT_HEADER = field('ipv6.nxt', 'Next Header', 'uint8', { valueNames: IP_PROTOCOL_NAMES })
const HOP_LIMIT = field('ipv6.hlim', 'Hop Limit', 'uint8')
const SOURCE = endFields('src_', 'src', 'Source ')
const DESTINATION = endFields('dst_', 'dst', 'Destination ')
const EITHER = endFields('', 'addr', '')
const PAYLOAD_EXCEEDS_FRAME = field('ipv6.plen_exceeds_framing', 'IPv6 payload length does not match expected framing length', 'none')
const BOGUS_VERSION = field('ipv6.bogus_ipv6_version', 'Bogus IP version', 'none')

/** The fields that exist for the source, for the destination, and for either. */
type EndFields = Readonly<
  Record<'address' | 'host' | 'slaacMac' | 'isatapIpv4' | 'gateway6to4' | 'sla6to4' | 'teredoServer' | 'teredoPort' | 'teredoClient', Field>
>

function endFields(prefix: string, name: string, title: string): EndFields {
  const isEither = prefix === ''
  return {
    address: field(`ipv6.${name}`, `${isEither ? 'Source or Destination ' : title}Address`, 'ipv6'),
    host: field(`ipv6.${prefix}host`, `${isEither ? 'Source or Destination ' : title}Host`, 'string'),
    slaacMac: field(`ipv6.${prefix}slaac_mac`, `${title}SLAAC MAC`, 'ethernet-address'),
    isatapIpv4: field(`ipv6.${prefix}isatap_ipv4`, `${title}ISATAP IPv4`, 'ipv4'),
    gateway6to4: field(`ipv6.${prefix}6to4_gw_ipv4`, `${title}6to4 Gateway IPv4`, 'ipv4'),
    sla6to4: field(`ipv6.${prefix}6to4_sla_id`, `${title}6to4 SLA ID`, 'uint16'),
    teredoServer: field(`ipv6.${prefix}ts_ipv4`, `${title}Teredo Server IPv4`, 'ipv4'),
    teredoPort: field(`ipv6.${prefix}tc_port`, `${title}Teredo Port`, 'uint16'),
    teredoClient: field(`ipv6.${prefix}tc_ipv4`, `${title}Teredo Client IPv4`, 'ipv4'),
  }
}

/** The fields of this layer. */
export const IPV6_FIELDS: readonly Field[] = [
  IPV6,
  VERSION,
  TRAFFIC_CLASS,
  DSCP,
  ECN,
  FLOW,
  PAYLOAD_LENGTH,
  NEXT_HEADER,
  HOP_LIMIT,
  ...Object.values(SOURCE),
  ...Object.values(DESTINATION),
  ...Object.values(EITHER),
  PAYLOAD_EXCEEDS_FRAME,
  BOGUS_VERSION,
  ...IPV6_EXTENSION_FIELDS,
]

const HEADER_BYTES = 40
const HOP_BY_HOP = 0
const JUMBO = { text: 'Payload Length: 0 (Jumbogram)' } as const
const ADDRESS_BYTES = 16
const SOURCE_OFFSET = 8
const DESTINATION_OFFSET = 24
const MAX_DEPTH = 24
const PREFIX_6TO4 = 0x2002
const PREFIX_TEREDO = 0x20010000

const HIDDEN = { hidden: true } as const
const GENERATED = { generated: true } as const
const HIDDEN_GENERATED = { hidden: true, generated: true } as const

/** Reads the IPv6 packet at `offset`. */
export function dissectIpv6(d: Dissection, state: CaptureState, offset: number): void {
  d.payloadEnd = -1
  if (++d.depth > MAX_DEPTH) return
  d.setColumns('IPv6', '')
  d.enter('ipv6')
  const item = d.layer(IPV6, offset, Math.max(0, Math.min(HEADER_BYTES, d.end - offset)))
  const word = d.u32(offset)
  const version = word >>> 28
  const versionText = (): string => `${version.toString(2).padStart(4, '0')} .... = Version: ${version}`
  const versionItem = d.add(item, VERSION, version, offset, 1, { text: versionText })
  d.add(item, IP_VERSION_OF_IPV6, version, offset, 1, {
    hidden: true,
    text: () => `${versionText()} [This field makes the filter match on "ip.version == ${version}" possible]`,
  })
  if (version !== 6) {
    d.setColumns('IPv6', `Bogus IPv6 version (${version}, must be 6)`)
    d.note(versionItem, { field: BOGUS_VERSION, severity: 'Error', group: 'Protocol', message: BOGUS_VERSION.title })
    return
  }
  addTrafficClass(d, item, offset)
  addFlowLabel(d, item, offset)
  const payloadLength = d.u16(offset + 4)
  const nextHeader = d.u8(offset + 6)
  // A length of 0 before hop-by-hop options is that of a jumbogram (RFC 2675 §3).
  const isJumbo = payloadLength === 0 && nextHeader === HOP_BY_HOP
  const lengthItem = d.add(item, PAYLOAD_LENGTH, payloadLength, offset + 4, 2, isJumbo ? JUMBO : undefined)
  d.add(item, NEXT_HEADER, nextHeader, offset + 6, 1)
  d.add(item, HOP_LIMIT, d.u8(offset + 7), offset + 7, 1)
  addAddresses(d, item, offset)
  const payload = offset + HEADER_BYTES
  const claimed = d.claimedEnd - payload
  if (payloadLength > claimed && !d.quoted) {
    d.note(lengthItem, {
      field: PAYLOAD_EXCEEDS_FRAME,
      severity: 'Warning',
      group: 'Protocol',
      message: `IPv6 payload length exceeds framing length (${claimed} bytes)`,
    })
  }
  // A length of 0 stands for a jumbogram, or for what a network card will cut into segments: the rest of the frame.
  const packetEnd = payloadLength === 0 ? d.claimedEnd : Math.min(payload + payloadLength, d.claimedEnd)
  d.payloadEnd = packetEnd
  d.claimedEnd = packetEnd
  d.end = Math.min(d.end, packetEnd)
  const around: IpPayload = {
    protocol: nextHeader,
    source: offset + SOURCE_OFFSET,
    destination: offset + DESTINATION_OFFSET,
    addressBytes: ADDRESS_BYTES,
    headerData: d.data,
    header: item,
    isFragment: false,
    hopLimit: d.u8(offset + 7),
  }
  const next = dissectIpv6Extensions(d, state, around, payload)
  if (next !== undefined) {
    if (d.wants(IPV6)) item.length = next.headersEnd - offset
    const { data, end, claimedEnd } = d
    if (next.data !== undefined) {
      d.data = next.data
      d.end = next.data.length
      d.claimedEnd = next.data.length
    }
    state.readIpPayload(d, state, next.around, next.offset)
    d.data = data
    d.end = end
    d.claimedEnd = claimedEnd
  }
  d.payloadEnd = packetEnd
}

/** Adds the lines of the traffic class of the header at `offset`. */
export function addTrafficClass(d: Dissection, item: FieldItem, offset: number): void {
  const trafficClass = (d.u32(offset) >>> 20) & 0xff
  const classItem = d.add(item, TRAFFIC_CLASS, trafficClass, offset, 4, {
    text: () =>
      `.... ${byteArt(trafficClass)} .... .... .... .... .... = Traffic Class: 0x${hex(trafficClass, 2)} (${dsFieldText(trafficClass)})`,
  })
  d.add(classItem, DSCP, trafficClass >>> 2, offset, 4)
  d.add(classItem, ECN, trafficClass & 3, offset, 4)
}

/** Adds the line of the flow label of the header at `offset`. */
export function addFlowLabel(d: Dissection, item: FieldItem, offset: number): void {
  const flow = d.u32(offset) & 0xfffff
  d.add(item, FLOW, flow, offset + 1, 3, { text: () => `.... ${flowArt(flow)} = Flow Label: 0x${hex(flow, 5)}` })
}

function addAddresses(d: Dissection, item: FieldItem, offset: number): void {
  const { data } = d
  d.need(offset + SOURCE_OFFSET, ADDRESS_BYTES)
  d.need(offset + DESTINATION_OFFSET, ADDRESS_BYTES)
  d.setIpv6Columns(offset + SOURCE_OFFSET, offset + DESTINATION_OFFSET)
  if (d.wants(IPV6)) {
    item.text = () =>
      `Internet Protocol Version 6, Src: ${ipv6Text(data, offset + SOURCE_OFFSET)}, Dst: ${ipv6Text(data, offset + DESTINATION_OFFSET)}`
  }
  addAddress(d, item, SOURCE, offset + SOURCE_OFFSET)
  addAddress(d, item, DESTINATION, offset + DESTINATION_OFFSET)
  addAddressDetails(d, item, SOURCE, offset + SOURCE_OFFSET)
  addAddressDetails(d, item, DESTINATION, offset + DESTINATION_OFFSET)
}

function addAddress(d: Dissection, item: FieldItem, fields: EndFields, offset: number): void {
  if (d.wants(fields.address) || d.wants(EITHER.address)) {
    const bytes = d.data.slice(offset, offset + ADDRESS_BYTES)
    d.add(item, fields.address, bytes, offset, ADDRESS_BYTES)
    d.add(item, EITHER.address, bytes, offset, ADDRESS_BYTES, HIDDEN)
  }
  if (!d.wants(fields.host) && !d.wants(EITHER.host)) return
  const text = ipv6Text(d.data, offset)
  d.add(item, fields.host, text, offset, ADDRESS_BYTES, HIDDEN)
  d.add(item, EITHER.host, text, offset, ADDRESS_BYTES, HIDDEN)
}

/** Adds what the source at `offset` was made of, as below. */
export function addSourceDetails(d: Dissection, item: FieldItem, offset: number): void {
  addAddressDetails(d, item, SOURCE, offset)
}

/** The same for a destination. */
export function addDestinationDetails(d: Dissection, item: FieldItem, offset: number): void {
  addAddressDetails(d, item, DESTINATION, offset)
}

/** What an address was made of: a MAC (RFC 4862), an IPv4 address (RFC 5214, RFC 3056), a Teredo tunnel (RFC 4380). */
function addAddressDetails(d: Dissection, item: FieldItem, fields: EndFields, offset: number): void {
  const { data } = d
  if (!d.wanted.ipv6) return
  const both = [[fields, GENERATED] as const, [EITHER, HIDDEN_GENERATED] as const]
  const prefix = d.u32(offset)
  if (prefix >>> 16 === PREFIX_6TO4) {
    for (const [of, traits] of both) {
      d.add(item, of.gateway6to4, d.u32(offset + 2), offset + 2, 4, traits)
      d.add(item, of.sla6to4, d.u16(offset + 6), offset + 6, 2, traits)
    }
  } else if (prefix === PREFIX_TEREDO) {
    for (const [of, traits] of both) {
      d.add(item, of.teredoServer, d.u32(offset + 4), offset + 4, 4, traits)
      d.add(item, of.teredoPort, d.u16(offset + 10) ^ 0xffff, offset + 10, 2, traits)
      d.add(item, of.teredoClient, ~d.u32(offset + 12) >>> 0, offset + 12, 4, traits)
    }
  }
  // The bit that tells a MAC made for all the world is inverted; without it the bytes may be anything.
  if (data[offset + 11] === 0xff && data[offset + 12] === 0xfe && (data[offset + 8] & 0x02) !== 0) {
    if (!d.wants(fields.slaacMac) && !d.wants(EITHER.slaacMac)) return
    const mac = Uint8Array.of(
      data[offset + 8] ^ 0x02,
      data[offset + 9],
      data[offset + 10],
      data[offset + 13],
      data[offset + 14],
      data[offset + 15],
    )
    for (const [of, traits] of both) d.add(item, of.slaacMac, mac, offset + 8, 8, traits)
  } else if ((data[offset + 8] & 0xfd) === 0 && data[offset + 9] === 0 && data[offset + 10] === 0x5e && data[offset + 11] === 0xfe) {
    for (const [of, traits] of both) d.add(item, of.isatapIpv4, d.u32(offset + 12), offset + 12, 4, traits)
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

const NIBBLES = Array.from({ length: 16 }, (_, nibble) => nibble.toString(2).padStart(4, '0'))

/** Eight bits in two groups. */
function byteArt(byte: number): string {
  return `${NIBBLES[byte >>> 4]} ${NIBBLES[byte & 15]}`
}

/** Twenty bits in five groups. */
function flowArt(flow: number): string {
  let art = NIBBLES[flow >>> 16]
  for (let shift = 12; shift >= 0; shift -= 4) art += ` ${NIBBLES[(flow >>> shift) & 15]}`
  return art
}
