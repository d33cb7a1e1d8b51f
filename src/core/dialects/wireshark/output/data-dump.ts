/** Bytes that nothing explains, written as `-V` shows them: a dump, the digits that fit in a line, the length. */
import { AsciiText, type TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { MAX_LINE_BYTES } from '../field-text.ts'
import { HEX_PAIRS } from './hex-pairs.ts'

const LINE_BYTES = 16
/** Offset, digits, characters and a line feed, and the step of eight in which text is copied. */
const DUMP_LINE_BYTES = 80
const OFFSET_DIGITS = 4
const ASCII_FROM = OFFSET_DIGITS + LINE_BYTES * 3 + 4
const FIRST_PRINTABLE = 0x20
const LAST_PRINTABLE = 0x7e
const BLANK = 0x20
const DOT = 0x2e
const LINE_FEED = 0x0a
const TITLE = new AsciiText('    Data: ')
const ELLIPSIS = encodeUtf8('…')
const LENGTH = new AsciiText('\n    [Length: ')
const END = new AsciiText(']\n')

/** Writes the lines below `Data (… bytes)` for the `count` bytes (at most 65,535, at least one) at `at`. */
export function writeData(output: TextOutput, bytes: Uint8Array, at: number, count: number): void {
  output.char(LINE_FEED)
  for (let from = 0; from < count; from += LINE_BYTES) writeLine(output, bytes, at + from, from, Math.min(LINE_BYTES, count - from))
  const shown = Math.min(count, MAX_LINE_BYTES)
  output.ascii(TITLE)
  const { view } = output
  const from = output.open(shown * 2)
  for (let i = 0; i < shown; i++) view.setUint16(from + i * 2, HEX_PAIRS[bytes[at + i]], true)
  output.close(from + shown * 2)
  if (count > shown) output.bytes(ELLIPSIS)
  output.ascii(LENGTH)
  output.number(count)
  output.ascii(END)
}

/** For each byte a blank and its two digits, as the bytes of a little-endian word. */
const DIGITS = Uint32Array.from({ length: 256 }, (_, byte) => BLANK | (HEX_PAIRS[byte] << 8))
/** For each byte the character that stands for it. */
const CHARACTERS = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= FIRST_PRINTABLE && byte <= LAST_PRINTABLE ? byte : DOT))

/** The characters of four bytes, as the bytes of a little-endian word. */
function charactersOf(bytes: Uint8Array, at: number): number {
  return CHARACTERS[bytes[at]] | (CHARACTERS[bytes[at + 1]] << 8) | (CHARACTERS[bytes[at + 2]] << 16) | (CHARACTERS[bytes[at + 3]] << 24)
}

/** A line of the dump: offset, up to 16 bytes, and the same as characters. */
function writeLine(output: TextOutput, bytes: Uint8Array, at: number, offset: number, count: number): void {
  const { block, view } = output
  const line = output.open(DUMP_LINE_BYTES)
  view.setUint16(line, HEX_PAIRS[offset >>> 8], true)
  view.setUint16(line + 2, HEX_PAIRS[offset & 0xff], true)
  block[line + OFFSET_DIGITS] = BLANK
  const hex = line + OFFSET_DIGITS + 1
  const characters = line + ASCII_FROM
  // The fourth byte of each word is overwritten by what follows.
  for (let i = 0; i < count; i++) view.setUint32(hex + i * 3, DIGITS[bytes[at + i]], true)
  for (let i = hex + count * 3; i < characters; i++) block[i] = BLANK
  let i = 0
  for (; i + 4 <= count; i += 4) view.setUint32(characters + i, charactersOf(bytes, at + i), true)
  for (; i < count; i++) block[characters + i] = CHARACTERS[bytes[at + i]]
  block[characters + count] = LINE_FEED
  output.close(characters + count + 1)
}
