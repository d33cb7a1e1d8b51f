/** What kinds of values display filters know, and how they are compared. */
import type { Field, FieldType } from '../../dialects/wireshark/field.ts'
import { encodeUtf8 } from '../../bytes/utf8.ts'

/** A range of addresses: all that begin with the same bits. */
export interface Prefix {
  readonly bytes: Uint8Array
  readonly bits: number
}

/** A value at work: numbers (also times and IPv4 addresses), text, bytes, or addresses with a prefix. */
export type Value = number | bigint | string | Uint8Array | Prefix

/** Kinds of values; two values can be compared when their kinds are the same. */
export type ValueKind = 'number' | 'boolean' | 'ipv4' | 'ipv6' | 'bytes' | 'string' | 'relative-time' | 'absolute-time' | 'none'

/** What an operand yields: its kind, and the field type that decides how literals beside it are read. */
export interface ValueType {
  readonly kind: ValueKind
  readonly type: FieldType
  /** The field whose names of values count. */
  readonly field: Field | undefined
}

const KINDS: Readonly<Record<FieldType, ValueKind>> = {
  none: 'none',
  protocol: 'bytes',
  boolean: 'boolean',
  uint8: 'number',
  uint16: 'number',
  uint24: 'number',
  uint32: 'number',
  uint64: 'number',
  int32: 'number',
  'frame-number': 'number',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  'ethernet-address': 'bytes',
  bytes: 'bytes',
  string: 'string',
  'relative-time': 'relative-time',
  'absolute-time': 'absolute-time',
}

/** Wireshark's words for the types. */
const TYPE_NAMES: Readonly<Record<FieldType, string>> = {
  none: 'Label',
  protocol: 'Protocol',
  boolean: 'Boolean',
  uint8: 'Unsigned integer (1 byte)',
  uint16: 'Unsigned integer (2 bytes)',
  uint24: 'Unsigned integer (3 bytes)',
  uint32: 'Unsigned integer (4 bytes)',
  uint64: 'Unsigned integer (8 bytes)',
  int32: 'Signed integer (4 bytes)',
  'frame-number': 'Frame number',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  'ethernet-address': 'Ethernet or other MAC address',
  bytes: 'Sequence of bytes',
  string: 'Character string',
  'relative-time': 'Time offset',
  'absolute-time': 'Date and time',
}

const SIZES: Readonly<Partial<Record<FieldType, number>>> = {
  uint8: 1,
  uint16: 2,
  uint24: 3,
  uint32: 4,
  uint64: 8,
  int32: 4,
  'frame-number': 4,
  boolean: 4,
  ipv4: 4,
  ipv6: 16,
  'ethernet-address': 6,
}

/** The type of a field's values. */
export function valueTypeOf(field: Field): ValueType {
  return { kind: KINDS[field.type], type: field.type, field }
}

/** The type of values that no field has: what functions and slices give. */
export function plainType(type: FieldType): ValueType {
  return { kind: KINDS[type], type, field: undefined }
}

/** The type in Wireshark's words: `Unsigned integer (2 bytes)`. */
export function typeName(type: FieldType): string {
  return TYPE_NAMES[type]
}

/** The bytes that values of a type have, where all have equally many. */
export function sizeOf(type: FieldType): number | undefined {
  return SIZES[type]
}

/** Below zero, zero or above it as `a` is less than, equal to or greater than `b`, which has the same kind. A prefix only stands on the right. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' || typeof a === 'bigint') {
    if (typeof b === 'number' || typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
    return typeof b === 'object' && !(b instanceof Uint8Array) ? comparePrefixes(ipv4AddressBytes(Number(a)), b.bytes, b.bits) : NaN
  }
  if (typeof a === 'string') return typeof b === 'string' ? compareBytes(encodeUtf8(a), encodeUtf8(b)) : NaN
  if (a instanceof Uint8Array) {
    if (b instanceof Uint8Array) return compareBytes(a, b)
    return typeof b === 'object' ? comparePrefixes(a, b.bytes, b.bits) : NaN
  }
  return NaN
}

/** The bytes of an IPv4 address that is kept as a number. */
export function ipv4AddressBytes(address: number): Uint8Array {
  return Uint8Array.of(address >>> 24, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff)
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i]
  return a.length - b.length
}

/** Compares the first `bits` bits. */
function comparePrefixes(a: Uint8Array, b: Uint8Array, bits: number): number {
  const whole = bits >> 3
  for (let i = 0; i < whole; i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0)
  const rest = bits & 7
  if (rest === 0) return 0
  const mask = (0xff << (8 - rest)) & 0xff
  return (a[whole] & mask) - (b[whole] & mask)
}

/** Where `part` begins in `whole`: a plain search; -1 when it is not there. */
export function indexOfBytes(whole: Uint8Array, part: Uint8Array): number {
  if (part.length === 0) return 0
  const last = whole.length - part.length
  for (let at = whole.indexOf(part[0]); at >= 0 && at <= last; at = whole.indexOf(part[0], at + 1)) {
    let same = 1
    while (same < part.length && whole[at + same] === part[same]) same++
    if (same === part.length) return at
  }
  return -1
}
