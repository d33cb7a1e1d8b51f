/** The extension headers of IPv6: options, routing, fragments. */
import { ipv6Text } from '../address-column.ts'
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { IP_PROTOCOL_NAMES } from '../value-names.ts'
import type { CaptureState } from './capture-state.ts'
import { dissectData } from './data-layer.ts'
import { addFragmentItems, fragmentFieldList, fragmentFields } from './fragment-items.ts'
import type { Reassembly } from './fragment-table.ts'
import type { IpPayload } from './ip-payload.ts'

const NEXT = { valueNames: IP_PROTOCOL_NAMES } as const
const YES_NO = ['Yes', 'No'] as const

/** The two headers that hold options have the same fields. */
type OptionsHeaderFields = Readonly<Record<'header' | 'next' | 'length' | 'octets', Field>>

function optionsHeaderFields(name: string, title: string): OptionsHeaderFields {
  return {
    header: field(name, title, 'protocol'),
    next: field(`${name}.nxt`, 'Next Header', 'uint8', NEXT),
    length: field(`${name}.len`, 'Length', 'uint8'),
    octets: field(`${name}.len_oct`, 'Length', 'uint16', { unit: 'bytes' }),
  }
}

const HOP_BY_HOP = optionsHeaderFields('ipv6.hopopts', 'IPv6 Hop-by-Hop Option')
const DESTINATION_OPTIONS = optionsHeaderFields('ipv6.dstopts', 'Destination Options for IPv6')
const ROUTING = optionsHeaderFields('ipv6.routing', 'Routing Header for IPv6')
const ROUTING_TYPE_NAMES = new Map([
  [0, 'Source Route'],
  [1, 'Nimrod'],
  [2, 'Type 2 Routing'],
  [3, 'RPL Source Route'],
  [4, 'Segment Routing'],
  [5, 'Compact Routing Header 16'],
  [6, 'Compact Routing Header 32'],
  [253, 'Experiment 1'],
  [254, 'Experiment 2'],
])
const ROUTING_TYPE = field('ipv6.routing.type', 'Type', 'uint8', { valueNames: ROUTING_TYPE_NAMES })
const SEGMENTS_LEFT = field('ipv6.routing.segleft', 'Segments Left', 'uint8')
const ROUTING_RESERVED = field('ipv6.routing.src.reserved', 'Reserved', 'bytes')
const ROUTING_ADDRESS = field('ipv6.routing.src.addr', 'Address', 'ipv6')
const ROUTING_UNKNOWN = field('ipv6.routing.unknown_data', 'Type-Specific Data', 'bytes')
const ROUTING_DEPRECATED = field('ipv6.routing.deprecated', 'Routing header type is deprecated', 'none')

const FRAGMENT_HEADER = field('ipv6.fraghdr', 'Fragment Header for IPv6', 'protocol')
const FRAGMENT_NEXT = field('ipv6.fraghdr.nxt', 'Next header', 'uint8', NEXT)
const FRAGMENT_RESERVED = field('ipv6.fraghdr.reserved_octet', 'Reserved octet', 'uint8', { base: 'hex' })
const FRAGMENT_OFFSET = field('ipv6.fraghdr.offset', 'Offset', 'uint16', { mask: 0xfff8, maskBits: 16 })
const FRAGMENT_BITS = field('ipv6.fraghdr.reserved_bits', 'Reserved bits', 'uint16', { mask: 0x0006, maskBits: 16 })
const FRAGMENT_MORE = field('ipv6.fraghdr.more', 'More Fragments', 'boolean', { mask: 0x0001, maskBits: 16, booleanNames: YES_NO })
const FRAGMENT_ID = field('ipv6.fraghdr.ident', 'Identification', 'uint32', { base: 'hex' })

const OPTION_TYPE_NAMES = new Map([
  [0x00, 'Pad1'],
  [0x01, 'PadN'],
  [0x04, 'Tunnel Encapsulation Limit'],
  [0x05, 'Router Alert'],
  [0x07, 'CALIPSO'],
  [0x08, 'SMF_DPD'],
  [0x0f, 'Performance and Diagnostic Metrics'],
  [0x26, 'Quick-Start'],
  [0x30, 'Path MTU Option'],
  [0x31, 'IOAM Option'],
  [0x63, 'RPL Option'],
  [0x6d, 'MPL Option'],
  [0x8a, 'Endpoint Identification'],
  [0x8b, 'ILNP Nonce'],
  [0x8c, 'Line-Identification Option'],
  [0xc2, 'Jumbo Payload'],
  [0xc9, 'Home Address'],
  [0xee, 'IP_DFF'],
])
const OPTION = field('ipv6.opt', 'IPv6 Option', 'none')
const OPTION_TYPE = field('ipv6.opt.type', 'Type', 'uint8', { base: 'hex', valueNames: OPTION_TYPE_NAMES })
const OPTION_ACTION = field('ipv6.opt.type.action', 'Action', 'uint8', {
  mask: 0xc0,
  maskBits: 8,
  valueNames: new Map([
    [0, 'Skip and continue'],
    [1, 'Discard'],
    [2, 'Discard and send ICMP Parameter Problem'],
    [3, 'Discard and send ICMP if not multicast'],
  ]),
})
const OPTION_CHANGE = field('ipv6.opt.type.change', 'May Change', 'boolean', { mask: 0x20, maskBits: 8, booleanNames: YES_NO })
const OPTION_REST = field('ipv6.opt.type.rest', 'Low-Order Bits', 'uint8', { base: 'hex', mask: 0x1f, maskBits: 8 })
const OPTION_LENGTH = field('ipv6.opt.length', 'Length', 'uint8')
const OPTION_PAD1 = field('ipv6.opt.pad1', 'Pad1', 'none')
const OPTION_PADN = field('ipv6.opt.padn', 'PadN', 'bytes')
const OPTION_ROUTER_ALERT = field('ipv6.opt.router_alert', 'Router Alert', 'uint16', {
  valueNames: new Map([
    [0, 'MLD'],
    [1, 'RSVP'],
    [2, 'Active Network'],
  ]),
})
const OPTION_TUNNEL_LIMIT = field('ipv6.opt.tel', 'Tunnel Encapsulation Limit', 'uint8')
const OPTION_JUMBO = field('ipv6.opt.jumbo', 'Payload Length', 'uint32')
const OPTION_HOME_ADDRESS = field('ipv6.opt.mipv6.home_address', 'MIPv6 Home Address', 'ipv6')
const OPTION_UNKNOWN = field('ipv6.opt.unknown', 'Unknown Option Payload', 'bytes')

const FRAGMENTS = fragmentFields('ipv6', 'IPv6')

/** The fields of the extension headers. */
export const IPV6_EXTENSION_FIELDS: readonly Field[] = [
  ...Object.values(HOP_BY_HOP),
  ...Object.values(DESTINATION_OPTIONS),
  ...Object.values(ROUTING),
  ROUTING_TYPE,
  SEGMENTS_LEFT,
  ROUTING_RESERVED,
  ROUTING_ADDRESS,
  ROUTING_UNKNOWN,
  ROUTING_DEPRECATED,
  FRAGMENT_HEADER,
  FRAGMENT_NEXT,
  FRAGMENT_RESERVED,
  FRAGMENT_OFFSET,
  FRAGMENT_BITS,
  FRAGMENT_MORE,
  FRAGMENT_ID,
  OPTION,
  OPTION_TYPE,
  OPTION_ACTION,
  OPTION_CHANGE,
  OPTION_REST,
  OPTION_LENGTH,
  OPTION_PAD1,
  OPTION_PADN,
  OPTION_ROUTER_ALERT,
  OPTION_TUNNEL_LIMIT,
  OPTION_JUMBO,
  OPTION_HOME_ADDRESS,
  OPTION_UNKNOWN,
  ...fragmentFieldList(FRAGMENTS),
]

const HEADER = { hopByHop: 0, routing: 43, fragment: 44, none: 59, destination: 60 } as const
const UNIT_BYTES = 8
const ADDRESS_BYTES = 16
const MAX_EXTENSIONS = 64
const ROUTING_SOURCE = 0
const ROUTING_MOBILE = 2
const OPTION_KIND = { pad1: 0, padN: 1, tunnelLimit: 4, routerAlert: 5, jumbo: 0xc2, homeAddress: 0xc9 } as const

const GENERATED = { generated: true } as const

/** Where the payload behind the extension headers is. */
export interface AfterExtensions {
  readonly around: IpPayload
  readonly offset: number
  /** Where the extension headers of this packet end. */
  readonly headersEnd: number
  /** The datagram put together, when the payload is in one. */
  readonly data: Uint8Array | undefined
}

/** Reads the extension headers at `offset`; undefined when nothing is left to read behind them. */
export function dissectIpv6Extensions(d: Dissection, state: CaptureState, first: IpPayload, offset: number): AfterExtensions | undefined {
  let around = first
  let at = offset
  for (let count = 0; count < MAX_EXTENSIONS; count++) {
    switch (around.protocol) {
      case HEADER.hopByHop:
      case HEADER.destination: {
        const fields = around.protocol === HEADER.hopByHop ? HOP_BY_HOP : DESTINATION_OPTIONS
        const { length, homeAddress } = dissectOptionsHeader(d, around.header, fields, at)
        around = { ...around, protocol: d.u8(at), ...(homeAddress < 0 ? {} : { source: homeAddress }) }
        // A mobile node's own address stands for the one that it has for the moment (RFC 6275 §6.3).
        if (homeAddress >= 0) d.setIpv6Columns(homeAddress, around.destination)
        at += length
        break
      }
      case HEADER.routing: {
        const routed = dissectRouting(d, around, at)
        at += routed.length
        around = routed.around
        break
      }
      case HEADER.fragment: {
        const fragment = dissectFragmentHeader(d, state, around, at)
        if (fragment === undefined) return undefined
        if (fragment.data === undefined) {
          around = fragment.around
          at = fragment.offset
          break
        }
        return fragment
      }
      case HEADER.none:
        d.setColumns('IPv6', 'IPv6 no next header')
        if (at < d.end) dissectData(d, at)
        return undefined
      default:
        return { around, offset: at, headersEnd: at, data: undefined }
    }
  }
  return undefined
}

function addHeaderStart(
  d: Dissection,
  parent: FieldItem,
  fields: OptionsHeaderFields,
  offset: number,
): { item: FieldItem; length: number } {
  d.enter(fields.header.name)
  const length = (d.u8(offset + 1) + 1) * UNIT_BYTES
  const item = d.add(parent, fields.header, null, offset, length)
  d.add(item, fields.next, d.u8(offset), offset, 1)
  d.add(item, fields.length, d.u8(offset + 1), offset + 1, 1)
  d.add(item, fields.octets, length, offset + 1, 1, GENERATED)
  return { item, length }
}

function dissectOptionsHeader(
  d: Dissection,
  parent: FieldItem,
  fields: OptionsHeaderFields,
  offset: number,
): { length: number; homeAddress: number } {
  const { item, length } = addHeaderStart(d, parent, fields, offset)
  const end = offset + length
  let at = offset + 2
  let homeAddress = -1
  while (at < end) {
    const kind = d.u8(at)
    const name = OPTION_TYPE_NAMES.get(kind) ?? `Unknown IPv6 Option (${kind})`
    if (kind === OPTION_KIND.pad1) {
      const padItem = d.add(item, OPTION, null, at, 1, { text: name })
      addOptionType(d, padItem, kind, at)
      d.add(padItem, OPTION_PAD1, null, at, 1)
      at++
      continue
    }
    const optionLength = d.u8(at + 1)
    const optionItem = d.add(item, OPTION, null, at, optionLength + 2, { text: name })
    addOptionType(d, optionItem, kind, at)
    d.add(optionItem, OPTION_LENGTH, optionLength, at + 1, 1)
    if (optionLength > 0 || kind === OPTION_KIND.padN) addOptionValue(d, optionItem, kind, at + 2, optionLength)
    if (kind === OPTION_KIND.homeAddress && optionLength === ADDRESS_BYTES) homeAddress = at + 2
    at += optionLength + 2
  }
  return { length, homeAddress }
}

function addOptionType(d: Dissection, parent: FieldItem, kind: number, offset: number): void {
  const name = OPTION_TYPE_NAMES.get(kind) ?? 'Unknown'
  const item = d.add(parent, OPTION_TYPE, kind, offset, 1, { text: () => `Type: ${name} (0x${kind.toString(16).padStart(2, '0')})` })
  if (kind === OPTION_KIND.pad1) return
  d.add(item, OPTION_ACTION, kind >>> 6, offset, 1)
  d.add(item, OPTION_CHANGE, (kind >>> 5) & 1, offset, 1)
  d.add(item, OPTION_REST, kind & 0x1f, offset, 1)
}

function addOptionValue(d: Dissection, item: FieldItem, kind: number, offset: number, length: number): void {
  if (kind === OPTION_KIND.padN)
    d.add(item, OPTION_PADN, d.copy(offset, length), offset, length, length === 0 ? { text: 'PadN: <none>' } : undefined)
  else if (kind === OPTION_KIND.routerAlert && length === 2) d.add(item, OPTION_ROUTER_ALERT, d.u16(offset), offset, 2)
  else if (kind === OPTION_KIND.tunnelLimit && length === 1) d.add(item, OPTION_TUNNEL_LIMIT, d.u8(offset), offset, 1)
  else if (kind === OPTION_KIND.jumbo && length === 4) d.add(item, OPTION_JUMBO, d.u32(offset), offset, 4)
  else if (kind === OPTION_KIND.homeAddress && length === ADDRESS_BYTES) {
    d.add(item, OPTION_HOME_ADDRESS, d.copy(offset, ADDRESS_BYTES), offset, ADDRESS_BYTES)
  } else d.add(item, OPTION_UNKNOWN, d.copy(offset, length), offset, length)
}

function dissectRouting(d: Dissection, around: IpPayload, offset: number): { around: IpPayload; length: number } {
  const { item, length } = addHeaderStart(d, around.header, ROUTING, offset)
  const type = d.u8(offset + 2)
  const segmentsLeft = d.u8(offset + 3)
  if (d.wants(ROUTING.header)) item.text = `Routing Header for IPv6 (${ROUTING_TYPE_NAMES.get(type) ?? `Unknown type ${type}`})`
  const typeItem = d.add(item, ROUTING_TYPE, type, offset + 2, 1)
  d.add(item, SEGMENTS_LEFT, segmentsLeft, offset + 3, 1)
  const next = { ...around, protocol: d.u8(offset) }
  if (type === ROUTING_SOURCE) {
    d.note(typeItem, { field: ROUTING_DEPRECATED, severity: 'Note', group: 'Deprecated', message: ROUTING_DEPRECATED.title })
  }
  const dataAt = offset + 4
  if (type !== ROUTING_SOURCE && type !== ROUTING_MOBILE) {
    d.add(item, ROUTING_UNKNOWN, d.copy(dataAt, length - 4), dataAt, length - 4)
    return { around: next, length }
  }
  d.add(item, ROUTING_RESERVED, d.copy(dataAt, 4), dataAt, 4)
  const count = Math.floor((length - UNIT_BYTES) / ADDRESS_BYTES)
  let last = -1
  for (let i = 0; i < count; i++) {
    const at = offset + UNIT_BYTES + i * ADDRESS_BYTES
    const bytes = d.copy(at, ADDRESS_BYTES)
    d.add(item, ROUTING_ADDRESS, bytes, at, ADDRESS_BYTES, { text: () => `Address[${i + 1}]: ${ipv6Text(bytes, 0)}` })
    last = at
  }
  if (segmentsLeft === 0 || last < 0) return { around: next, length }
  // The last address of the list is where the packet will go in the end, and what upper headers reckon with.
  d.setIpv6Columns(around.source, last)
  return { around: { ...next, destination: last }, length }
}

function dissectFragmentHeader(d: Dissection, state: CaptureState, around: IpPayload, offset: number): AfterExtensions | undefined {
  d.enter(FRAGMENT_HEADER.name)
  const { header } = around
  const next = d.u8(offset)
  const item = d.add(header, FRAGMENT_HEADER, null, offset, UNIT_BYTES)
  d.add(item, FRAGMENT_NEXT, next, offset, 1)
  d.add(item, FRAGMENT_RESERVED, d.u8(offset + 1), offset + 1, 1)
  const word = d.u16(offset + 2)
  const fragmentOffset = word & 0xfff8
  const hasMore = (word & 1) === 1
  d.add(item, FRAGMENT_OFFSET, word >>> 3, offset + 2, 2, {
    text: () => `${offsetArt(word >>> 3)}... = Offset: ${word >>> 3} (${fragmentOffset} bytes)`,
  })
  d.add(item, FRAGMENT_BITS, (word >>> 1) & 3, offset + 2, 2)
  d.add(item, FRAGMENT_MORE, word & 1, offset + 2, 2)
  const id = d.u32(offset + 4)
  d.add(item, FRAGMENT_ID, id, offset + 4, 4)
  const payload = offset + UNIT_BYTES
  if (fragmentOffset === 0 && !hasMore)
    return { around: { ...around, protocol: next }, offset: payload, headersEnd: payload, data: undefined }
  const info = `IPv6 fragment (off=${fragmentOffset} more=${hasMore ? 'y' : 'n'} ident=0x${id.toString(16).padStart(8, '0')} nxt=${next})`
  d.setColumns('IPv6', info)
  let whole: Reassembly | undefined
  if (!d.quoted && d.end === d.claimedEnd && d.end > payload) {
    const key = `${ipv6Text(around.headerData, around.source)} ${ipv6Text(around.headerData, around.destination)} ${id}`
    const table = state.ipv6Fragments
    if (state.secondPass) whole = table.find(key, d.number)
    else whole = table.add(key, d.number, d.data.subarray(payload, d.end), fragmentOffset, !hasMore)
  }
  if (whole !== undefined && whole.frame === d.number) {
    addFragmentItems(d, header, FRAGMENTS, whole)
    d.reassembled ??= []
    d.reassembled.push({ name: 'Reassembled IPv6', bytes: whole.bytes })
    return { around: { ...around, protocol: next }, offset: 0, headersEnd: payload, data: whole.bytes }
  }
  if (whole !== undefined) d.add(header, FRAGMENTS.reassembledIn, whole.frame, 0, 0, GENERATED)
  dissectData(d, payload)
  return undefined
}

/** Thirteen bits in groups of four. */
function offsetArt(words: number): string {
  const bits = words.toString(2).padStart(13, '0')
  return `${bits.slice(0, 4)} ${bits.slice(4, 8)} ${bits.slice(8, 12)} ${bits.slice(12)}`
}
