/**
 * Text with gaps for numbers, and what fills them: how plain packets are written.
 *
 * Trees and lines of plain packets say the same again and again but for some forty numbers. A `GappedText` holds what stays, as bytes; a
 * `GapFiller` copies it to the output and writes the numbers between. No string, no item is made, and there is one loop for all of them, which
 * the engine has compiled soon.
 */
import { BLOCK_BYTES, type TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { secondsText } from '../field-text.ts'
import {
  FILL_COLON_HEX,
  FILL_HEX,
  FILL_IPV4,
  FILL_MICROSECONDS,
  FILL_NANOSECONDS,
  FILL_NOTHING,
  FILL_NUMBER,
  FILL_NUMBER_IF_ANY,
  FILL_SECONDS,
  FILL_SECONDS_IF_ANY,
  FILL_TEXT,
} from './gap-fills.ts'
import { HEX_PAIRS } from './hex-pairs.ts'

const FILLS = {
  number: FILL_NUMBER,
  numberIfAny: FILL_NUMBER_IF_ANY,
  hex: FILL_HEX,
  colonHex: FILL_COLON_HEX,
  seconds: FILL_SECONDS,
  secondsIfAny: FILL_SECONDS_IF_ANY,
  microseconds: FILL_MICROSECONDS,
  nanoseconds: FILL_NANOSECONDS,
  ipv4: FILL_IPV4,
  text: FILL_TEXT,
} as const

/**
 * How a gap can be filled: with an unsigned 32-bit number, in decimal, with four hexadecimal digits, or as four bytes with colons between
 * them; with nanoseconds as seconds, or as the nine digits behind a point, or (whole ones, not below zero) as seconds with six decimals; with
 * an IPv4 address; with a text of its own. `…IfAny`: with nothing for NaN.
 */
export type GapFill = keyof typeof FILLS

/** The gaps that there are, by the names that they have in a text: how each is filled, and from which place. */
export type Gaps = Readonly<Record<string, readonly [fill: GapFill, place: number]>>

/** Gaps for texts, by their names and places. */
export function textGaps(places: Readonly<Record<string, number>>): Gaps {
  return Object.fromEntries(Object.entries(places).map(([name, place]) => [name, ['text', place] as const]))
}

/** Eight bytes are copied at a time: so many may be written, and read, behind the end. */
const STEP = 8
/** From here on the engine's own copying is worth its call. */
const LONG_BYTES = 128
/** No gap but that of a text is wider. */
const GAP_BYTES = 40
const NS_PER_S = 1_000_000_000
/** Of nine decimals, to leave six. */
const CUT_DIGITS = 3
const MAX_WORD = 2 ** 32
/** Doubles in memory are read as this machine keeps them, and must be written the same way. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
const DOT = 0x2e
const COLON = 0x3a
/** `0.` as the bytes of a little-endian word. */
const DIGIT_AND_POINT = 0x30 | (DOT << 8)

/** Where a step of a text has its fill and its place, above the length. */
const FILL_AT = 16
const PLACE_AT = 24
const LENGTH_MASK = 0xffff
const FILL_MASK = 0xff

/** A text that fills a gap, or stands between two: at most `MAX_BYTES` bytes. */
export class TextPiece {
  /** Longer ones are refused: room for a whole text is made before it is written. */
  static readonly MAX_BYTES = 4096
  static readonly EMPTY = new TextPiece(new Uint8Array(0))

  readonly bytes: Uint8Array
  /** The same, eight in each: an array of doubles is read quicker than a view. */
  readonly words: Float64Array
  readonly length: number

  /** Takes UTF-8. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.length = bytes.length
    this.words = wordsOf(bytes)
  }

  /** The piece for a text; undefined for one that is too long. */
  static of(text: string): TextPiece | undefined {
    const bytes = encodeUtf8(text)
    return bytes.length <= TextPiece.MAX_BYTES ? new TextPiece(bytes) : undefined
  }

  /** The piece for a text of a kind that is never too long; nothing in its place should one be. */
  static short(text: string): TextPiece {
    return TextPiece.of(text) ?? TextPiece.EMPTY
  }
}

/** Text, eight bytes in each word; the last is filled up with zeros. */
function wordsOf(bytes: Uint8Array): Float64Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP)
  padded.set(bytes)
  return new Float64Array(padded.buffer)
}

/** A text with gaps: all of it in two arrays, so that writing it reads memory from front to back. */
export class GappedText {
  /** What stands before each gap, and behind the last, each from a new word on. */
  readonly words: Float64Array
  /** For each: its length, then how the gap behind it is filled, and from which place (`FILL_AT`, `PLACE_AT`). */
  readonly steps: Int32Array
  /** Room that it needs at most. */
  readonly room: number

  /**
   * Reads a text with the names of gaps in braces: `Frame {number}: `.
   *
   * @param text At most `TextPiece.MAX_BYTES` bytes between two gaps.
   * @param gaps Every name that stands in it.
   * @param end UTF-8 that stands behind it, in which braces are only that.
   *
   * Asserts that a block of output has room for it with the longest texts in its gaps.
   */
  constructor(text: string, gaps: Gaps, end?: Uint8Array) {
    // A name at every odd place.
    const parts = text.split(/\{(\w+)\}/)
    const filled = parts.filter((_, i) => i % 2 === 1).map((name) => gaps[name])
    const pieces = parts.filter((_, i) => i % 2 === 0).map(encodeUtf8)
    if (end !== undefined) pieces.push(Uint8Array.of(...(pieces.pop() ?? []), ...end))
    const steps = pieces.map(({ length }, i) => {
      const gap = filled[i]
      return length | (gap === undefined ? FILL_NOTHING << FILL_AT : (FILLS[gap[0]] << FILL_AT) | (gap[1] << PLACE_AT))
    })
    const words = pieces.map(wordsOf)
    this.words = new Float64Array(words.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const piece of words) {
      this.words.set(piece, at)
      at += piece.length
    }
    this.steps = Int32Array.from(steps)
    const texts = filled.filter(([fill]) => fill === 'text').length
    this.room = pieces.reduce((sum, { length }) => sum + length + GAP_BYTES, STEP) + texts * TextPiece.MAX_BYTES
    if (this.room > BLOCK_BYTES) throw new Error(`a text that may take ${this.room} bytes does not fit into a block of output`)
  }
}

/** Writes texts, their gaps filled from `numbers` and `texts`. */
export class GapFiller {
  /** What the gaps for numbers are filled with, by place; IPv4 addresses as 32 bits, times in nanoseconds. */
  readonly numbers: Float64Array
  /** What the gaps for texts are filled with. */
  readonly texts: TextPiece[]
  readonly #output: TextOutput

  /** Writes to `output`; there are so many places for numbers, and for texts. */
  constructor(output: TextOutput, numberPlaces: number, textPlaces: number) {
    this.#output = output
    this.numbers = new Float64Array(numberPlaces)
    this.texts = Array.from({ length: textPlaces }, () => TextPiece.EMPTY)
  }

  /** Writes a text. */
  write(text: GappedText): void {
    const output = this.#output
    const { numbers, texts } = this
    const { words, steps } = text
    let at = output.open(text.room)
    const { block, view } = output
    let word = 0
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]
      const end = at + (step & LENGTH_MASK)
      for (; at < end; at += STEP) view.setFloat64(at, words[word++], IS_LITTLE_ENDIAN)
      at = end
      const place = step >>> PLACE_AT
      switch ((step >>> FILL_AT) & FILL_MASK) {
        case FILL_NUMBER:
          at = writeNumber(view, at, numbers[place])
          break
        case FILL_NUMBER_IF_ANY:
          if (!Number.isNaN(numbers[place])) at = writeNumber(view, at, numbers[place])
          break
        case FILL_HEX:
          at = writeHex(view, at, numbers[place])
          break
        case FILL_COLON_HEX:
          at = writeColonHex(view, at, numbers[place])
          break
        case FILL_SECONDS:
          at = writeSeconds(view, at, numbers[place])
          break
        case FILL_SECONDS_IF_ANY:
          if (!Number.isNaN(numbers[place])) at = writeSeconds(view, at, numbers[place])
          break
        case FILL_MICROSECONDS:
          // The digits that are cut off are overwritten by what follows.
          at = writeSeconds(view, at, numbers[place]) - CUT_DIGITS
          break
        case FILL_NANOSECONDS:
          at = writeNanoseconds(view, at, numbers[place])
          break
        case FILL_IPV4:
          at = writeIpv4(view, at, numbers[place] | 0)
          break
        case FILL_TEXT:
          at = copyPiece(block, view, at, texts[place])
          break
        default:
          break
      }
    }
    output.close(at)
  }
}

function copyPiece(block: Uint8Array, view: DataView, at: number, piece: TextPiece): number {
  const { length } = piece
  if (length > LONG_BYTES) block.set(piece.bytes, at)
  else {
    const { words } = piece
    // Bytes of UTF-8 never form a NaN, so a double carries eight of them unchanged.
    for (let i = 0, word = 0; i < length; i += STEP) view.setFloat64(at + i, words[word++], IS_LITTLE_ENDIAN)
  }
  return at + length
}

/**
 * For 0 to 999 the digits as the bytes of a little-endian word: without zeros in front, and how many they are in the highest byte; and always
 * three. A number is written in groups of three, and the fourth byte of each is overwritten by what follows.
 */
const SHORT = new Uint32Array(1000)
const TRIPLES = new Uint32Array(1000)
for (let value = 0; value < 1000; value++) {
  const digits = String(value)
  SHORT[value] = wordOf(digits) | (digits.length << 24)
  TRIPLES[value] = wordOf(digits.padStart(3, '0'))
}

function wordOf(text: string): number {
  return encodeUtf8(text).reduce((word, byte, i) => word | (byte << (i * 8)), 0)
}

/** Writes a number below 1000, and gives where it ends. */
function writeShort(view: DataView, at: number, value: number): number {
  const word = SHORT[value]
  view.setUint32(at, word, true)
  return at + (word >>> 24)
}

/** Writes an unsigned 32-bit number, given with or without sign, and gives where it ends. */
function writeNumber(view: DataView, from: number, value: number): number {
  const number = value >>> 0
  if (number < 1000) return writeShort(view, from, number)
  const thousands = (number / 1000) >>> 0
  const low = TRIPLES[number - thousands * 1000]
  let at = 0
  if (thousands < 1000) at = writeShort(view, from, thousands)
  else {
    const millions = (thousands / 1000) >>> 0
    if (millions < 1000) at = writeShort(view, from, millions)
    else {
      const milliards = (millions / 1000) >>> 0
      at = writeShort(view, from, milliards)
      view.setUint32(at, TRIPLES[millions - milliards * 1000], true)
      at += 3
    }
    view.setUint32(at, TRIPLES[thousands - millions * 1000], true)
    at += 3
  }
  view.setUint32(at, low, true)
  return at + 3
}

function writeHex(view: DataView, at: number, value: number): number {
  view.setUint16(at, HEX_PAIRS[(value >>> 8) & 0xff], true)
  view.setUint16(at + 2, HEX_PAIRS[value & 0xff], true)
  return at + 4
}

function writeColonHex(view: DataView, from: number, word: number): number {
  let at = from
  for (let shift = 24; shift >= 0; shift -= 8) {
    view.setUint16(at, HEX_PAIRS[(word >>> shift) & 0xff], true)
    view.setUint8(at + 2, COLON)
    at += 3
  }
  // Without the last colon.
  return at - 1
}

/** Nanoseconds as seconds with nine decimals. */
function writeSeconds(view: DataView, at: number, timeNs: number): number {
  // Most are less than four seconds, and whole: a word.
  const ns = timeNs >>> 0
  if (ns === timeNs) {
    const whole = (ns / NS_PER_S) >>> 0
    view.setUint16(at, DIGIT_AND_POINT + whole, true)
    return writeNanoseconds(view, at + 2, ns - whole * NS_PER_S)
  }
  const seconds = Math.floor(timeNs / NS_PER_S)
  if (!(timeNs >= 0 && seconds < MAX_WORD && timeNs <= Number.MAX_SAFE_INTEGER && Math.floor(timeNs) === timeNs))
    return writeOddSeconds(view, at, timeNs)
  const point = writeNumber(view, at, seconds)
  view.setUint8(point, DOT)
  return writeNanoseconds(view, point + 1, timeNs - seconds * NS_PER_S)
}

/** Times that go backwards, and such as are not whole: few enough digits for their gap. */
function writeOddSeconds(view: DataView, from: number, timeNs: number): number {
  const text = secondsText(timeNs)
  const length = Math.min(text.length, GAP_BYTES)
  for (let i = 0; i < length; i++) view.setUint8(from + i, text.charCodeAt(i))
  return from + length
}

/** Nine digits. */
function writeNanoseconds(view: DataView, at: number, ns: number): number {
  const thousands = (ns / 1000) >>> 0
  const millions = (thousands / 1000) >>> 0
  view.setUint32(at, TRIPLES[millions], true)
  view.setUint32(at + 3, TRIPLES[thousands - millions * 1000], true)
  view.setUint32(at + 6, TRIPLES[ns - thousands * 1000], true)
  return at + 9
}

/** For each byte its decimal digits with a point behind, as four bytes of a little-endian word, and how many they are. */
const BYTE_WORDS = Uint32Array.from({ length: 256 }, (_, byte) => wordOf(`${byte}.`))
const BYTE_LENGTHS = Uint8Array.from({ length: 256 }, (_, byte) => `${byte}.`.length)

function writeIpv4(view: DataView, from: number, address: number): number {
  let at = from
  for (let shift = 24; shift >= 0; shift -= 8) {
    const byte = (address >>> shift) & 0xff
    view.setUint32(at, BYTE_WORDS[byte], true)
    at += BYTE_LENGTHS[byte]
  }
  return at - 1
}
