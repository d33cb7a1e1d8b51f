/**
 * Text with gaps for numbers: what plain packets are written as.
 *
 * Trees and lines of plain packets say the same again and again but for some forty numbers. A `GappedText` holds what stays, as bytes; a
 * `GapFiller` copies it to the output and writes the numbers between. No string, no item is made.
 */
import { BLOCK_BYTES } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import {
  FILL_AT,
  FILL_BYTE_HEX,
  FILL_COLON_DIGITS,
  FILL_COLON_HEX,
  FILL_DIGITS,
  FILL_DUMP,
  FILL_HEX,
  FILL_IPV4,
  FILL_LEFT,
  FILL_MICROSECONDS,
  FILL_NANOSECONDS,
  FILL_NOTHING,
  FILL_NUMBER,
  FILL_NUMBER_IF_ANY,
  FILL_RIGHT,
  FILL_SECONDS,
  FILL_SECONDS_IF_ANY,
  FILL_TEXT,
  HEAD_BYTES,
  PLACE_AT,
} from './gap-fills.ts'

const FILLS = {
  number: FILL_NUMBER,
  numberIfAny: FILL_NUMBER_IF_ANY,
  hex: FILL_HEX,
  byteHex: FILL_BYTE_HEX,
  colonHex: FILL_COLON_HEX,
  seconds: FILL_SECONDS,
  secondsIfAny: FILL_SECONDS_IF_ANY,
  microseconds: FILL_MICROSECONDS,
  nanoseconds: FILL_NANOSECONDS,
  ipv4: FILL_IPV4,
  text: FILL_TEXT,
  right: FILL_RIGHT,
  left: FILL_LEFT,
  digits: FILL_DIGITS,
  colonDigits: FILL_COLON_DIGITS,
  dump: FILL_DUMP,
} as const

/**
 * How a gap can be filled: with an unsigned 32-bit number, in decimal, with two or four hexadecimal digits, or as four bytes with colons between
 * them; with nanoseconds as seconds, or as the nine digits behind a point, or (whole ones, not below zero) as seconds with six decimals; with
 * an IPv4 address; with a text of its own; with blanks that put what fills the gap right in front of it at the right or left end of so many
 * columns as the place says (at most 16). `…IfAny`: with nothing for NaN. Or with the bytes that were taken: two hexadecimal digits for each
 * of the first (their number is the place), for all with colons between them, or lines of 16 with offset, digits and characters.
 */
export type GapFill = keyof typeof FILLS

/** The gaps that there are, by the names that they have in a text: how each is filled, and from which place. */
export type Gaps = Readonly<Record<string, readonly [fill: GapFill, place: number]>>

/** Gaps for texts, by their names and places. */
export function textGaps(places: Readonly<Record<string, number>>): Gaps {
  return Object.fromEntries(Object.entries(places).map(([name, place]) => [name, ['text', place] as const]))
}

/** No gap but that of a text, or of bytes, is wider; nor is what may be written behind the end for a while. */
export const GAP_BYTES = 40
/** Text for each byte that was taken: digits with colons, and a line of a dump (73 bytes, and the last one is begun only). */
const COLON_DIGIT_BYTES = 3
const DUMP_BYTES = 5
const DUMP_LINE_BYTES = 80
/** Digits with colons twice, or a dump: all that a text may have. */
export const MAX_BYTE_ROOM = 2 * COLON_DIGIT_BYTES

/** A text, and where it stands in the loop's memory. */
export class KeptText {
  readonly bytes: Uint8Array
  /** Its place in memory, valid in one stretch of time. */
  at = 0
  stretch = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

/** A text that fills a gap, in UTF-8: at most `MAX_BYTES` bytes. */
export class TextPiece extends KeptText {
  /** Longer ones are refused: room for a whole text is made before it is written. */
  static readonly MAX_BYTES = 4096
  static readonly EMPTY = new TextPiece(new Uint8Array(0))

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

/** A text with gaps; its bytes are its plan. */
export class GappedText extends KeptText {
  /** Room that it needs at most, besides `MAX_BYTE_ROOM` for each of the bytes that were taken. */
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
    super(planOf(pieces, filled))
    this.room = pieces.reduce((sum, { length }, i) => sum + length + gapRoom(filled[i]), GAP_BYTES)
    const byteRoom = filled.reduce(
      (sum, [fill]) => sum + (fill === 'colonDigits' ? COLON_DIGIT_BYTES : fill === 'dump' ? DUMP_BYTES : 0),
      0,
    )
    if (this.room > BLOCK_BYTES || byteRoom > MAX_BYTE_ROOM)
      throw new Error(`a text that may take ${this.room} bytes does not fit into a block of output`)
  }
}

type Gap = Gaps[string] | undefined

function planOf(pieces: readonly Uint8Array[], gaps: readonly Gap[]): Uint8Array {
  const plan = new Uint8Array(pieces.reduce((sum, { length }) => sum + partBytes(length), 0))
  const view = new DataView(plan.buffer)
  let at = 0
  for (const [i, piece] of pieces.entries()) {
    view.setUint32(at, piece.length | gapHead(gaps[i]), true)
    plan.set(piece, at + HEAD_BYTES)
    at += partBytes(piece.length)
  }
  return plan
}

/** What a head and a text of `length` bytes take. */
export function partBytes(length: number): number {
  return HEAD_BYTES + Math.ceil(length / HEAD_BYTES) * HEAD_BYTES
}

function gapHead(gap: Gap): number {
  return gap === undefined ? FILL_NOTHING << FILL_AT : (FILLS[gap[0]] << FILL_AT) | (gap[1] << PLACE_AT)
}

function gapRoom(gap: Gap): number {
  switch (gap?.[0]) {
    case 'text':
      return TextPiece.MAX_BYTES
    case 'digits':
      return gap[1] * 2 + GAP_BYTES
    case 'dump':
      return DUMP_LINE_BYTES
    default:
      return GAP_BYTES
  }
}
