/** A value as Wireshark writes it: in the detail tree behind its title, and alone for `-T fields`. */
import { exactNs } from './elapsed.ts'
import { formatIpv4, formatIpv6 } from '../../packet/address-text.ts'
import type { Field, FieldType, FieldValue } from './field.ts'
import type { FieldItem } from './field-item.ts'

/** Hexadecimal digits of a number of each type. */
const TYPE_DIGITS: Partial<Record<FieldType, number>> = { uint8: 2, uint16: 4, uint24: 6, uint32: 8, uint64: 16 }
const BITS_PER_DIGIT = 4
/** Bytes of a value that fit in a line of the tree; `…` stands for the rest. */
export const MAX_LINE_BYTES = 36
const NS_PER_SECOND = 1_000_000_000
const NS_DIGITS = 9
const IPV6_BYTES = 16
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const FIRST_PRINTABLE = 0x20
const DELETE = 0x7f
/** Control and format characters beyond ASCII. */
const INVISIBLE = /[\u0080-\u009f]|\p{Cf}/gu
/** What C writes as a letter behind a backslash. */
const ESCAPES: Readonly<Record<number, string>> = { 7: 'a', 8: 'b', 9: 't', 10: 'n', 11: 'v', 12: 'f', 13: 'r' }

/** The line of the tree, without indent, with the brackets of what is generated: `Source Port: 443`, `.... ...1 = Syn: Set`. */
export function lineText(item: FieldItem): string {
  const text = labelText(item)
  return item.generated ? `[${text}]` : text
}

/** The line of the tree without the brackets of what is generated. */
export function labelText(item: FieldItem): string {
  const { text } = item
  if (text === undefined) return fieldText(item.field, item.value)
  return typeof text === 'string' ? text : text()
}

/** `Title: value` (with the art of a bit field before it), as a line of the tree has it without a text of its own. */
export function fieldText(field: Field, value: FieldValue): string {
  if (value === null) return field.title
  const shown = `${field.title}: ${shownValue(field, value)}`
  return field.mask === undefined || typeof value === 'string' ? shown : `${bitArt(field, Number(value))} = ${shown}`
}

/** The value as the tree shows it behind the title: with names of values, units and bases. */
export function shownValue(field: Field, value: FieldValue): string {
  if (value === null) return ''
  if (typeof value === 'string') return visibleText(value)
  if (value instanceof Uint8Array) return field.type === 'bytes' ? shortHexText(value) : plainValue(field, value)
  if (field.type === 'boolean') {
    const names = field.booleanNames
    if (names === undefined) return value ? 'True' : 'False'
    return value ? names[0] : names[1]
  }
  if (field.type === 'relative-time') return `${plainValue(field, value)} seconds`
  if (field.type === 'ipv4' || field.type === 'absolute-time' || field.type === 'frame-number') return plainValue(field, value)
  const digits =
    field.digits ?? (field.mask === undefined ? TYPE_DIGITS[field.type] : Math.ceil(maskWidth(field.mask) / BITS_PER_DIGIT)) ?? 0
  const number = numberText(field, value, digits)
  if (field.valueNames !== undefined) return `${field.valueNames.get(Number(value)) ?? 'Unknown'} (${number})`
  return field.unit === undefined ? number : `${number} ${field.unit}`
}

/** The value as `-T fields` and JSON show it: numbers in the field's base, booleans as 0 and 1, bytes as hexadecimal digits. */
export function plainValue(field: Field, value: FieldValue): string {
  if (value === null) return ''
  if (typeof value === 'string') return printable(value, hexEscape)
  if (value instanceof Uint8Array) {
    if (field.type === 'ethernet-address') return Array.from(value, (byte) => HEX[byte]).join(':')
    return field.type === 'ipv6' && value.length >= IPV6_BYTES ? formatIpv6(value, 0) : hexText(value)
  }
  switch (field.type) {
    case 'ipv4':
      return formatIpv4(Number(value))
    case 'relative-time':
      return typeof value === 'bigint' ? epochText(value) : secondsText(value)
    case 'absolute-time':
      return absoluteText(BigInt(value))
    default: {
      // Of two bases only the first.
      const isHex = field.base === 'hex' || field.base === 'hex-dec'
      if (isHex) return hexNumber(value, TYPE_DIGITS[field.type] ?? 0)
      return field.base === 'oct' ? numberText(field, value, 0) : String(field.type === 'boolean' && value ? 1 : value)
    }
  }
}

/** Nanoseconds as seconds with nine decimals: `-0.000100000`. */
export function secondsText(timeNs: number): string {
  const rounded = Math.round(Math.abs(timeNs))
  const seconds = Math.floor(rounded / NS_PER_SECOND)
  const rest = exactNs(rounded - seconds * NS_PER_SECOND, rounded)
  return `${timeNs < 0 && rounded > 0 ? '-' : ''}${seconds}.${String(rest).padStart(NS_DIGITS, '0')}`
}

/** Nanoseconds since 1970, more than a number holds exactly, as seconds with nine decimals. */
function epochText(timeNs: bigint): string {
  const perSecond = BigInt(NS_PER_SECOND)
  const rest = ((timeNs % perSecond) + perSecond) % perSecond
  return `${(timeNs - rest) / perSecond}.${String(rest).padStart(NS_DIGITS, '0')}`
}

/** Two hexadecimal digits for each byte. */
export function hexText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** As many bytes as a line of the tree takes. */
function shortHexText(bytes: Uint8Array): string {
  return bytes.length > MAX_LINE_BYTES ? `${hexText(bytes.subarray(0, MAX_LINE_BYTES))}…` : hexText(bytes)
}

function numberText(field: Field, value: number | bigint, digits: number): string {
  const hex = () => hexNumber(value, digits)
  switch (field.base) {
    case 'hex':
      return hex()
    case 'dec-hex':
      return `${value} (${hex()})`
    case 'hex-dec':
      return `${hex()} (${value})`
    case 'oct':
      return `0${value.toString(8)}`
    default:
      return String(value)
  }
}

function hexNumber(value: number | bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`
}

/** The bits of a bit field, dots for the others: `.... ...1 .... `. */
function bitArt(field: Field, value: number): string {
  const mask = field.mask ?? 0
  const bits = field.maskBits ?? TYPE_DIGITS[field.type] ?? BITS_PER_DIGIT
  const shift = lowestBit(mask)
  let art = ''
  for (let bit = bits - 1; bit >= 0; bit--) {
    const weight = 2 ** bit
    art += Math.floor(mask / weight) % 2 === 0 ? '.' : String(Math.floor(value / 2 ** (bit - shift)) % 2)
    if (bit % BITS_PER_DIGIT === 0 && bit > 0) art += ' '
  }
  return art
}

function lowestBit(mask: number): number {
  let bit = 0
  while (bit < 32 && Math.floor(mask / 2 ** bit) % 2 === 0) bit++
  return bit
}

/** Bits that a value below the mask has. */
function maskWidth(mask: number): number {
  return Math.ceil(Math.log2(mask + 1)) - lowestBit(mask)
}

/** Text as it stands in a tree: nothing that a terminal obeys, and none of the invisible characters that turn the order of reading. */
export function visibleText(text: string): string {
  return printable(text).replace(
    INVISIBLE,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
}

/** Text with its control characters escaped as a C string has them, by default with octal numbers. */
function printable(text: string, escape = octalEscape): string {
  let clean = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= FIRST_PRINTABLE && code !== DELETE) continue
    clean += text.slice(from, at) + (code in ESCAPES ? `\\${ESCAPES[code]}` : escape(code))
    from = at + 1
  }
  return from === 0 ? text : clean + text.slice(from)
}

function octalEscape(code: number): string {
  return `\\${code.toString(8).padStart(3, '0')}`
}

function hexEscape(code: number): string {
  return `\\x${HEX[code]}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const SECONDS_PER_DAY = 86_400

/** A moment in Coordinated Universal Time: `Nov 14, 2023 22:13:20.000000000 UTC`. */
function absoluteText(unixNs: bigint): string {
  const ns = ((unixNs % BigInt(NS_PER_SECOND)) + BigInt(NS_PER_SECOND)) % BigInt(NS_PER_SECOND)
  const seconds = Number((unixNs - ns) / BigInt(NS_PER_SECOND))
  const date = new Date(Math.floor(seconds / SECONDS_PER_DAY) * SECONDS_PER_DAY * 1000)
  const ofDay = seconds - Math.floor(seconds / SECONDS_PER_DAY) * SECONDS_PER_DAY
  const two = (number: number) => String(number).padStart(2, '0')
  const time = `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`
  const day = String(date.getUTCDate()).padStart(2)
  return `${MONTHS[date.getUTCMonth()]} ${day}, ${date.getUTCFullYear()} ${time}.${ns.toString().padStart(NS_DIGITS, '0')} UTC`
}
