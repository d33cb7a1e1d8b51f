/** Dumps of bytes: `-x`, `-X` and `-A`. */

import { type TextOutput, asciiBytes } from '../../bytes/text-output.ts'

const BYTES_PER_LINE = 16
/** Columns that the hexadecimal part takes in front of the characters. */
const HEX_COLUMNS = 40
const OFFSET_DIGITS = 4
const LINE_START = asciiBytes('\n\t0x')
const AFTER_OFFSET = asciiBytes(': ')

const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const BLANK = 0x20
const DOT = 0x2e

/** Lines with the offset and up to sixteen bytes in pairs. */
export function dumpHex(out: TextOutput, bytes: Uint8Array, from: number, length: number): void {
  for (let offset = 0; offset < length; offset += BYTES_PER_LINE) {
    writeOffset(out, LINE_START, offset)
    writePairs(out, bytes, from + offset, Math.min(BYTES_PER_LINE, length - offset))
  }
}

/** The same lines, moved so many columns to the right: below a line of its own. */
export function dumpHexDeep(out: TextOutput, bytes: Uint8Array, from: number, length: number, columns: number): void {
  const start = asciiBytes(`\n\t${' '.repeat(columns)}0x`)
  for (let offset = 0; offset < length; offset += BYTES_PER_LINE) {
    writeOffset(out, start, offset)
    writePairs(out, bytes, from + offset, Math.min(BYTES_PER_LINE, length - offset))
  }
}

/** The same lines with the bytes as characters behind them. */
export function dumpHexAscii(out: TextOutput, bytes: Uint8Array, from: number, length: number): void {
  for (let offset = 0; offset < length; offset += BYTES_PER_LINE) {
    const count = Math.min(BYTES_PER_LINE, length - offset)
    writeOffset(out, LINE_START, offset)
    const columns = writePairs(out, bytes, from + offset, count)
    for (let i = columns; i < HEX_COLUMNS + 2; i++) out.char(BLANK)
    for (let i = 0; i < count; i++) {
      const byte = bytes[from + offset + i]
      out.char(isGraphic(byte) ? byte : DOT)
    }
  }
}

/** The bytes as text: what cannot be printed becomes a dot, and CR LF becomes LF. */
export function dumpAscii(out: TextOutput, bytes: Uint8Array, from: number, length: number): void {
  out.char(LF)
  const end = from + length
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === CR) {
      // tcpdump looks two bytes ahead before it looks for the LF: near the end a CR just vanishes.
      if (at + 2 < end && bytes[at + 1] !== LF) out.char(DOT)
    } else out.char(isGraphic(byte) || byte === TAB || byte === BLANK || byte === LF ? byte : DOT)
  }
}

function writeOffset(out: TextOutput, start: Uint8Array, offset: number): void {
  out.bytes(start)
  let digits = OFFSET_DIGITS
  while (offset >= 16 ** digits) digits++
  out.hex(offset, digits)
  out.bytes(AFTER_OFFSET)
}

/** Writes up to sixteen bytes in pairs, and gives the columns taken. */
function writePairs(out: TextOutput, bytes: Uint8Array, from: number, count: number): number {
  for (let i = 0; i < count; i++) {
    if (i % 2 === 0) out.char(BLANK)
    out.hex(bytes[from + i], 2)
  }
  return count * 2 + ((count + 1) >> 1)
}

function isGraphic(byte: number): boolean {
  return byte > BLANK && byte < 0x7f
}
