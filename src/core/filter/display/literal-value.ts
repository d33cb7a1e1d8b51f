/** Reads the values that are written in a display filter, as the type of what they are compared with wants it. */
import { ipv4Bytes, ipv6Bytes } from '../../capture/text/address-text.ts'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import type { FieldType } from '../../dialects/wireshark/field.ts'
import type { LocalTime } from '../../dialects/wireshark/local-time.ts'
import { FilterFault } from '../filter-error.ts'
import type { OperandNode } from './display-syntax.ts'
import { type Value, type ValueType, typeName } from './value-kind.ts'

/** A literal in the tree. */
export type LiteralNode = Extract<OperandNode, { readonly kind: 'word' | 'string' | 'character' }>

const LARGEST: Readonly<Partial<Record<FieldType, number | bigint>>> = {
  uint8: 0xff,
  uint16: 0xffff,
  uint24: 0xffffff,
  uint32: 0xffffffff,
  'frame-number': 0xffffffff,
  int32: 0x7fffffff,
  uint64: 0xffffffffffffffffn,
}
const ETHERNET_BYTES = 6
const IPV4_BITS = 32
const IPV6_BITS = 128
const NS_PER_S = 1_000_000_000n
const NS_DIGITS = 9
const MS_PER_S = 1000
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The value of `node` beside something of `type`. Raises a `FilterFault` in Wireshark's words. */
export function literalValue(node: LiteralNode, type: ValueType, localTime: LocalTime): Value {
  const value = valueOf(node, type, localTime)
  if (value !== undefined) return value
  throw new FilterFault('meaning', refusal(node, type), '', node.span)
}

function valueOf(node: LiteralNode, type: ValueType, localTime: LocalTime): Value | undefined {
  switch (type.kind) {
    case 'number':
      return numberValue(node, type)
    case 'boolean':
      return booleanValue(node, type)
    case 'ipv4':
      return node.kind === 'word' ? ipv4Value(node.text, node) : undefined
    case 'ipv6':
      return node.kind === 'word' ? ipv6Value(node.text) : undefined
    case 'bytes':
      return bytesValue(node, type)
    case 'string':
      return node.kind === 'character' ? String.fromCharCode(node.code) : node.text
    case 'relative-time':
      return node.kind === 'word' ? secondsValue(node.text) : undefined
    case 'absolute-time':
      return node.kind === 'character' ? undefined : timeValue(node.text, localTime)
    case 'none':
      return undefined
  }
}

function refusal(node: LiteralNode, { kind, type, field }: ValueType): string {
  const { text } = node
  if (kind === 'absolute-time')
    return `"${text}" is not a valid absolute time. Example: "Nov 12, 1999 08:55:44.123" or "2011-07-04 12:34:56"`
  const hasNames = field?.valueNames !== undefined || kind === 'boolean'
  if (node.kind === 'string' && !hasNames) return `${typeName(type)} cannot be converted from a string ("${text}").`
  if (hasNames && (node.kind === 'string' || kind === 'boolean')) {
    return `"${text}" cannot be found among the possible values for ${field?.name ?? 'it'}.`
  }
  switch (kind) {
    case 'ipv4':
      return `"${text}" is not a valid hostname or IPv4 address.`
    case 'ipv6':
      return `"${text}" is not a valid hostname or IPv6 address.`
    case 'relative-time':
      return `"${text}" is not a valid time.`
    case 'bytes':
      return type === 'ethernet-address' ? `"${text}" is not a valid Ethernet address.` : `"${text}" is not a valid byte string.`
    default:
      return `"${text}" is not a valid number.`
  }
}

/** A whole number as C writes it, or in binary with `0b`; undefined for other text. */
export function wholeNumber(text: string): number | bigint | undefined {
  const digits = text.replace(/^[-+]/, '')
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  if (!/^(?:0[xX][0-9A-Fa-f]+|0[bB][01]+|0o[0-7]+|0|[1-9]\d*)$/.test(octal) || octal.length > 70) return undefined
  const value = BigInt(octal.toLowerCase())
  const signed = text.startsWith('-') ? -value : value
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(signed) : signed
}

function numberValue(node: LiteralNode, { type, field }: ValueType): Value | undefined {
  if (node.kind === 'character') return node.code
  const value = node.kind === 'word' ? wholeNumber(node.text) : undefined
  const largest = LARGEST[type]
  if (value !== undefined && largest !== undefined && value > largest) {
    throw new FilterFault('meaning', `"${node.text}" too big for this field, maximum ${largest}.`, '', node.span)
  }
  return value ?? namedValue(node.text, field?.valueNames)
}

function namedValue(text: string, names: ReadonlyMap<number, string> | undefined): number | undefined {
  const wanted = text.toLowerCase()
  for (const [value, name] of names ?? []) if (name.toLowerCase() === wanted) return value
  return undefined
}

function booleanValue(node: LiteralNode, { field }: ValueType): Value | undefined {
  if (node.kind === 'character') return node.code === 0 ? 0 : 1
  const { text } = node
  if (node.kind === 'word') {
    const number = wholeNumber(text)
    if (number !== undefined) return Number(number) === 0 ? 0 : 1
    if (text === 'True' || text === 'TRUE') return 1
    if (text === 'False' || text === 'FALSE') return 0
  }
  const [set, notSet] = field?.booleanNames ?? ['True', 'False']
  if (set.toLowerCase() === text.toLowerCase()) return 1
  return notSet.toLowerCase() === text.toLowerCase() ? 0 : undefined
}

/** The address, or with `/24` its prefix. */
function ipv4Value(text: string, node: LiteralNode): Value | undefined {
  const [address, prefix] = text.split('/')
  const bytes = ipv4Bytes(address)
  if (bytes === undefined) return undefined
  if (prefix === undefined) return new DataView(Uint8Array.from(bytes).buffer).getUint32(0)
  if (Number(prefix) > IPV4_BITS) {
    throw new FilterFault('meaning', `Netmask bits in a CIDR IPv4 address should be <= ${IPV4_BITS}, not ${prefix}`, '', node.span)
  }
  return { bytes: Uint8Array.from(bytes), bits: Number(prefix) }
}

function ipv6Value(text: string): Value | undefined {
  const [address, prefix] = text.split('/')
  const bytes = ipv6Bytes(address)
  if (bytes === undefined || Number(prefix ?? 0) > IPV6_BITS) return undefined
  return prefix === undefined ? Uint8Array.from(bytes) : { bytes: Uint8Array.from(bytes), bits: Number(prefix) }
}

function bytesValue(node: LiteralNode, { type }: ValueType): Value | undefined {
  if (node.kind === 'character') return Uint8Array.of(node.code)
  if (type === 'ethernet-address') {
    if (node.kind === 'string') return undefined
    const bytes = hexBytes(node.text)
    if (bytes !== undefined && bytes.length < ETHERNET_BYTES) {
      throw new FilterFault('meaning', `"${node.text}" contains too few bytes to be a valid Ethernet address.`, '', node.span)
    }
    if (bytes !== undefined && bytes.length > ETHERNET_BYTES) {
      throw new FilterFault('meaning', `"${node.text}" contains too many bytes to be a valid Ethernet address.`, '', node.span)
    }
    return bytes
  }
  if (node.kind === 'string') return encodeUtf8(node.text)
  return hexBytes(node.text) ?? oneByte(node.text)
}

/** `02:03`, `02-03`, `02.03`, `0203.0405`, `020304`, also a single digit. */
function hexBytes(text: string): Uint8Array | undefined {
  const groups = text.split(/[:.-]/)
  if (groups.some((group) => !/^[0-9A-Fa-f]+$/.test(group))) return undefined
  if (groups.length > 1 && groups.every((group) => group.length <= 2)) return Uint8Array.from(groups, (group) => Number.parseInt(group, 16))
  if (groups.length === 1 && text.length === 1) return Uint8Array.of(Number.parseInt(text, 16))
  if (groups.some((group) => group.length % 2 !== 0)) return undefined
  return Uint8Array.from(groups.join('').match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}

/** A number below 256 for one byte, as `0x02`. */
function oneByte(text: string): Uint8Array | undefined {
  const number = wholeNumber(text)
  return number === undefined || number < 0 || number > 0xff ? undefined : Uint8Array.of(Number(number))
}

/** Seconds with up to nine decimals as nanoseconds. */
function secondsValue(text: string): Value | undefined {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,9})\d*)?$/.exec(text)
  if (match === null) return undefined
  const [, sign, seconds, fraction = ''] = match
  const ns = BigInt(seconds) * NS_PER_S + BigInt(fraction.padEnd(NS_DIGITS, '0'))
  return sign === '-' ? -ns : ns
}

/** Nanoseconds since 1970 of `2023-11-14 22:13:20.5`, `Nov 14, 2023 22:13:20`, ISO 8601; local time unless `Z` or `UTC` stands behind. */
function timeValue(text: string, localTime: LocalTime): Value | undefined {
  const match =
    /^\s*(?:(\d{4})-(\d{1,2})-(\d{1,2})|([A-Za-z]{3})\s+(\d{1,2}),\s*(\d{4}))(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?\s*$/.exec(
      text,
    )
  if (match === null) {
    const seconds = /^\d+(\.\d+)?$/.test(text) ? secondsValue(text) : undefined
    return seconds
  }
  const [, isoYear, isoMonth, isoDay, monthName, day, year, hour = '0', minute = '0', second = '0', fraction = '', zone] = match
  const month = monthName === undefined ? Number(isoMonth) - 1 : MONTHS.indexOf(monthName.toLowerCase())
  if (month < 0 || month > 11 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  const seconds = Date.UTC(Number(isoYear ?? year), month, Number(isoDay ?? day), Number(hour), Number(minute), Number(second)) / MS_PER_S
  const offset = zone === undefined ? localTime(seconds).offsetSeconds : zoneSeconds(zone)
  return BigInt(seconds - offset) * NS_PER_S + BigInt(fraction.padEnd(NS_DIGITS, '0'))
}

function zoneSeconds(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (match === null) return 0
  const [, sign, hours, minutes] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}
