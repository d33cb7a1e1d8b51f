/** The options of an IPv4 header, RFC 791 §3.1 and what came later. */
import { formatIpv4 } from '../../../packet/address-text.ts'
import type { Dissection } from '../dissection.ts'
import { field, type Field } from '../field.ts'
import type { FieldItem } from '../field-item.ts'
import { TEXT_ONLY } from '../text-only.ts'

const CLASS_NAMES = new Map([
  [0, 'Control'],
  [1, 'Reserved for future use'],
  [2, 'Debugging and measurement'],
  [3, 'Reserved for future use'],
])
const NUMBER_NAMES = new Map([
  [0, 'End of Option List (EOL)'],
  [1, 'No-Operation (NOP)'],
  [2, 'Security'],
  [3, 'Loose source route'],
  [4, 'Time stamp'],
  [5, 'Extended security'],
  [6, 'Commercial IP security option'],
  [7, 'Record route'],
  [8, 'Stream identifier'],
  [9, 'Strict source route'],
  [11, 'MTU probe'],
  [12, 'MTU Reply'],
  [18, 'Traceroute'],
  [20, 'Router Alert'],
  [21, 'Selective directed broadcast'],
  [25, 'Quick-Start'],
])

const TYPE = field('ip.opt.type', 'Type', 'uint8')
const COPY = field('ip.opt.type.copy', 'Copy on fragmentation', 'boolean', { mask: 0x80, maskBits: 8, booleanNames: ['Yes', 'No'] })
const CLASS = field('ip.opt.type.class', 'Class', 'uint8', { mask: 0x60, maskBits: 8, valueNames: CLASS_NAMES })
const NUMBER = field('ip.opt.type.number', 'Number', 'uint8', { mask: 0x1f, maskBits: 8, valueNames: NUMBER_NAMES })
const LENGTH = field('ip.opt.len', 'Length', 'uint8')
const POINTER = field('ip.opt.ptr', 'Pointer', 'uint8')
const STREAM = field('ip.opt.sid', 'Stream Identifier', 'uint16')
const MTU = field('ip.opt.mtu', 'MTU', 'uint16')
const ID_NUMBER = field('ip.opt.id_number', 'ID Number', 'uint16')
const OUTBOUND_HOPS = field('ip.opt.ohc', 'Outbound Hop Count', 'uint16')
const RETURN_HOPS = field('ip.opt.rhc', 'Return Hop Count', 'uint16')
const ORIGINATOR = field('ip.opt.originator', 'Originator IP Address', 'ipv4')
const ROUTER_ALERT = field('ip.opt.ra', 'Router Alert', 'uint16')
const RECORDED_ROUTE = field('ip.rec_rt', 'Recorded Route', 'ipv4')
const EMPTY_ROUTE = field('ip.empty_rt', 'Empty Route', 'ipv4')
const SOURCE_ROUTE = field('ip.src_rt', 'Source Route', 'ipv4')
const RECORDED_HOST = field('ip.rec_rt_host', 'Recorded Route Host', 'string')
const EMPTY_HOST = field('ip.empty_rt_host', 'Empty Route Host', 'string')
const SOURCE_HOST = field('ip.src_rt_host', 'Source Route Host', 'string')
const FINAL_DESTINATION = field('ip.dst', 'Destination Address', 'ipv4')
const OVERFLOW = field('ip.opt.overflow', 'Overflow', 'uint8', { mask: 0xf0 })
const FLAG = field('ip.opt.flag', 'Flag', 'uint8', { base: 'hex', mask: 0x0f })
const TIMESTAMP = field('ip.opt.time_stamp', 'Time stamp', 'uint32')
const TIMESTAMP_ADDRESS = field('ip.opt.time_stamp_addr', 'Address', 'ipv4')
const INVALID_LENGTH = field('ip.opt.len.invalid', 'Invalid length for option', 'none')

/** What Wireshark calls the options that it reads, by their type byte, and the protocol-like field of each. */
const OPTIONS: ReadonlyMap<number, { readonly name: string; readonly field: Field; readonly isListed: boolean }> = new Map(
  (
    [
      [0x00, 'End of Options List (EOL)', 'eol', false],
      [0x01, 'No-Operation (NOP)', 'nop', false],
      [0x07, 'Record Route', 'record_route', true],
      [0x0b, 'MTU Probe', 'mtu_probe', true],
      [0x0c, 'MTU Reply', 'mtu_reply', true],
      [0x44, 'Time Stamp', 'timestamp', true],
      [0x52, 'Traceroute', 'traceroute', true],
      [0x82, 'Security', 'security', true],
      [0x83, 'Loose Source Route', 'route', true],
      [0x85, 'Extended Security', 'ext_security', true],
      [0x86, 'Commercial Security', 'cipso', true],
      [0x88, 'Stream ID', 'sid', true],
      [0x89, 'Strict Source Route', 'source_route', true],
      [0x94, 'Router Alert', 'routeralert', true],
    ] as const
  ).map(([kind, name, filter, isListed]) => [
    kind,
    { name, field: field(`ip.options.${filter}`, `IP Option - ${name}`, 'bytes'), isListed },
  ]),
)

/** The fields of the options. */
export const IPV4_OPTION_FIELDS: readonly Field[] = [
  ...[...OPTIONS.values()].map((option) => option.field),
  TYPE,
  COPY,
  CLASS,
  NUMBER,
  LENGTH,
  POINTER,
  STREAM,
  MTU,
  ID_NUMBER,
  OUTBOUND_HOPS,
  RETURN_HOPS,
  ORIGINATOR,
  ROUTER_ALERT,
  RECORDED_ROUTE,
  EMPTY_ROUTE,
  SOURCE_ROUTE,
  RECORDED_HOST,
  EMPTY_HOST,
  SOURCE_HOST,
  OVERFLOW,
  FLAG,
  TIMESTAMP,
  TIMESTAMP_ADDRESS,
  INVALID_LENGTH,
]

const KIND = {
  end: 0x00,
  noOperation: 0x01,
  recordRoute: 0x07,
  mtuProbe: 0x0b,
  mtuReply: 0x0c,
  timestamp: 0x44,
  traceroute: 0x52,
  looseRoute: 0x83,
  streamId: 0x88,
  strictRoute: 0x89,
  routerAlert: 0x94,
} as const
const FIRST_POINTER = 4
const KIND_AND_LENGTH_BYTES = 2
const HIDDEN = { hidden: true } as const
const TIMESTAMP_FLAG_NAMES = new Map([
  [0, 'Time stamps only'],
  [1, 'Time stamp and address'],
  [3, 'Time stamps for prespecified addresses'],
])

/** Adds the options at `offset` below the header's item. */
export function addIpv4Options(d: Dissection, item: FieldItem, offset: number, length: number): void {
  d.need(offset, length)
  const names: string[] = []
  const list = d.add(item, TEXT_ONLY, null, offset, length, {
    text: () => `Options: (${length} bytes)${names.map((name) => `, ${name}`).join('')}`,
  })
  const end = offset + length
  let at = offset
  while (at < end) {
    const kind = d.u8(at)
    const option = OPTIONS.get(kind)
    if (kind === KIND.end || kind === KIND.noOperation) {
      if (option !== undefined) addType(d, d.add(list, option.field, d.copy(at, 1), at, 1, { text: option.field.title }), kind, at)
      at++
      if (kind === KIND.end) return
      continue
    }
    const name = option?.name ?? `Unknown (0x${kind.toString(16).padStart(2, '0')})`
    const optionLength = at + 1 < end ? d.u8(at + 1) : 0
    if (optionLength < 2 || at + optionLength > end) {
      const problem =
        at + 1 >= end
          ? `${name} (length byte past end of options)`
          : optionLength < 2
            ? `${name} (with too-short option length = ${optionLength} byte${optionLength === 1 ? '' : 's'})`
            : `${name} (option length = ${optionLength} bytes says option goes past end of options)`
      const badItem = d.add(list, TEXT_ONLY, null, at, Math.min(KIND_AND_LENGTH_BYTES, end - at), { text: problem })
      d.note(badItem, { field: INVALID_LENGTH, severity: 'Warning', group: 'Protocol', message: problem })
      return
    }
    if (option === undefined) {
      d.add(list, TEXT_ONLY, null, at, optionLength, { text: `${name} (${optionLength} bytes)` })
    } else {
      const optionItem = d.add(list, option.field, d.copy(at, optionLength), at, optionLength, {
        text: `IP Option - ${name} (${optionLength} bytes)`,
      })
      addType(d, optionItem, kind, at)
      d.add(optionItem, LENGTH, optionLength, at + 1, 1)
      if (option.isListed) names.push(name)
      addOptionBody(d, optionItem, kind, at, optionLength)
    }
    at += optionLength
  }
}

function addType(d: Dissection, parent: FieldItem, kind: number, offset: number): void {
  const item = d.add(parent, TYPE, kind, offset, 1)
  d.add(item, COPY, kind >>> 7, offset, 1)
  d.add(item, CLASS, (kind >>> 5) & 3, offset, 1)
  d.add(item, NUMBER, kind & 0x1f, offset, 1)
}

function addOptionBody(d: Dissection, item: FieldItem, kind: number, at: number, length: number): void {
  switch (kind) {
    case KIND.recordRoute:
    case KIND.looseRoute:
    case KIND.strictRoute:
      return addRoute(d, item, kind !== KIND.recordRoute, at, length)
    case KIND.timestamp:
      if (length < 4) return
      d.add(item, POINTER, d.u8(at + 2), at + 2, 1)
      addTimestamps(d, item, at, length)
      return
    case KIND.routerAlert: {
      if (length < 4) return
      const value = d.u16(at + 2)
      const words = `${value === 0 ? 'Router shall examine packet' : 'Reserved'} (${value})`
      if (item.field.name !== '' && d.isEverything) item.text = `IP Option - Router Alert (${length} bytes): ${words}`
      d.add(item, ROUTER_ALERT, value, at + 2, 2, { text: `Router Alert: ${words}` })
      return
    }
    case KIND.streamId:
      if (length >= 4) d.add(item, STREAM, d.u16(at + 2), at + 2, 2)
      return
    case KIND.mtuProbe:
    case KIND.mtuReply:
      if (length >= 4) d.add(item, MTU, d.u16(at + 2), at + 2, 2)
      return
    case KIND.traceroute:
      if (length < 12) return
      d.add(item, ID_NUMBER, d.u16(at + 2), at + 2, 2)
      d.add(item, OUTBOUND_HOPS, d.u16(at + 4), at + 4, 2)
      d.add(item, RETURN_HOPS, d.u16(at + 6), at + 6, 2)
      d.add(item, ORIGINATOR, d.u32(at + 8), at + 8, 4)
      return
    default:
  }
}

/** Addresses up to the pointer were visited; what a pointer shows is next. */
function addRoute(d: Dissection, item: FieldItem, isSourceRoute: boolean, at: number, length: number): void {
  if (length < 3) return
  const pointer = d.u8(at + 2)
  d.add(item, POINTER, pointer, at + 2, 1)
  const count = Math.floor((length - 3) / 4)
  for (let i = 0; i < count; i++) {
    const place = at + 3 + i * 4
    const address = d.u32(place)
    const position = FIRST_POINTER + i * 4
    const text = formatIpv4(address)
    const next = position === pointer ? ' <- (next)' : ''
    if (isSourceRoute && i === count - 1) {
      d.add(item, FINAL_DESTINATION, address, place, 4, { text: `Destination Address: ${text}` })
    } else if (position < pointer) {
      d.add(item, RECORDED_ROUTE, address, place, 4, { text: `Recorded Route: ${text}` })
      d.add(item, RECORDED_HOST, text, place, 4, HIDDEN)
    } else if (isSourceRoute) {
      d.add(item, SOURCE_ROUTE, address, place, 4, { text: `Source Route: ${text}${next}` })
      d.add(item, SOURCE_HOST, text, place, 4, HIDDEN)
    } else {
      d.add(item, EMPTY_ROUTE, address, place, 4, { text: `Empty Route: ${text}${next}` })
      d.add(item, EMPTY_HOST, text, place, 4, HIDDEN)
    }
  }
}

/** Times, or addresses with times, as the flag says. */
function addTimestamps(d: Dissection, item: FieldItem, at: number, length: number): void {
  const byte = d.u8(at + 3)
  addTimestampFlags(d, item, byte, at + 3)
  const end = at + length
  const hasAddresses = (byte & 15) !== 0
  let place = at + 4
  while (place + (hasAddresses ? 8 : 4) <= end) {
    if (hasAddresses) {
      d.add(item, TIMESTAMP_ADDRESS, d.u32(place), place, 4)
      place += 4
    }
    d.add(item, TIMESTAMP, d.u32(place), place, 4)
    place += 4
  }
}

function addTimestampFlags(d: Dissection, item: FieldItem, byte: number, offset: number): void {
  const overflow = byte >>> 4
  const flag = byte & 15
  d.add(item, OVERFLOW, overflow, offset, 1, { text: `${overflow.toString(2).padStart(4, '0')} .... = Overflow: ${overflow}` })
  d.add(item, FLAG, flag, offset, 1, {
    text: `.... ${flag.toString(2).padStart(4, '0')} = Flag: ${TIMESTAMP_FLAG_NAMES.get(flag) ?? 'Unknown'} (0x${flag.toString(16)})`,
  })
}
