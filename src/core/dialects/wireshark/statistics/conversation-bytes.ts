/**
 * The rows of a table of conversations as bytes, for the hundreds of thousands that a capture of short connections has.
 *
 * Rows are written between the blanks of an empty block. Nothing is allocated for a row, and what has few values (the parts of an IPv4
 * address, pairs of digits) is copied instead of computed.
 */
import { asciiBytes } from '../../../bytes/text-output.ts'
import { BYTES_BACK, BYTES_FORTH, DESTINATION, FRAMES_BACK, FRAMES_FORTH, PORTS, SOURCE, START, STOP } from './conversation-record.ts'
import { fixedText, secondsOf } from './fixed-text.ts'

const BLOCK_BYTES = 64 * 1024
/** More than any row has. */
const ROW_BYTES = 256
const DIGIT_0 = 0x30
const BLANK = 0x20
const DOT = 0x2e
const COLON = 0x3a
const LINE_FEED = 0x0a
const NS_PER_S = 1e9
/** Beyond these another way is taken: a double has all decimals of shorter times only, and whole numbers here have 31 bits. */
const MOST_NS = 1e6 * 1e9
const MOST_BYTES = 2 ** 31
/** Wireshark's column widths. */
const ENDPOINT_WIDTH = 26
const FRAMES_WIDTH = 6
const SIZE_WIDTH = 9
const START_SECONDS_WIDTH = 4
const DURATION_SECONDS_WIDTH = 7
const DURATION_DECIMALS = 4
const UNITS_PER_S = 10 ** DURATION_DECIMALS
/** So near to the middle between two texts, only the exact text decides. */
const NEAR_MIDDLE = 1e-6

/** Collects rows in a block of bytes. */
export class ConversationBytes {
  private readonly block = new Uint8Array(BLOCK_BYTES).fill(BLANK)
  private at = 0

  /** Whether the block should be handed on before the next row. */
  get isFull(): boolean {
    return this.at > BLOCK_BYTES - ROW_BYTES
  }

  /** The rows so far, valid until `clear`. */
  get rows(): Uint8Array {
    return this.block.subarray(0, this.at)
  }

  /** Makes room for the next rows. */
  clear(): void {
    this.block.fill(BLANK, 0, this.at)
    this.at = 0
  }

  /**
   * Writes the row of a conversation with a relative start, whose record begins at word `at` and double `half`; `first` and `second` are
   * the texts of its addresses where they are no IPv4 addresses.
   * False, with nothing written, when a number is too large for this.
   */
  row(words: Int32Array, at: number, doubles: Float64Array, half: number, first = '', second = ''): boolean {
    const startNs = doubles[half + START]
    const stopNs = doubles[half + STOP]
    const bytesForth = doubles[half + BYTES_FORTH]
    const bytesBack = doubles[half + BYTES_BACK]
    if (!(startNs >= 0 && stopNs < MOST_NS && bytesForth + bytesBack < MOST_BYTES)) return false
    const ports = words[at + PORTS]
    const framesForth = words[at + FRAMES_FORTH]
    const framesBack = words[at + FRAMES_BACK]
    const { block } = this
    let to = writeEndpoint(block, this.at, words[at + SOURCE], first, ports >>> 16)
    to = writeText(block, to, ARROW)
    to = writeEndpoint(block, to, words[at + DESTINATION], second, ports & 0xffff)
    to = writeCount(block, to + 2, framesBack, bytesBack | 0)
    to = writeCount(block, to, framesForth, bytesForth | 0)
    to = writeCount(block, to, (framesBack + framesForth) | 0, (bytesBack + bytesForth) | 0)
    const startSeconds = Math.floor(startNs / NS_PER_S) | 0
    to = writeRight(block, to, startSeconds, START_SECONDS_WIDTH)
    block[to] = DOT
    to = writePadded(block, to + 1, (startNs - startSeconds * NS_PER_S) | 0, 9) + 3
    const units = durationUnits(startNs, stopNs)
    const seconds = Math.floor(units / UNITS_PER_S) | 0
    to = writeRight(block, to, seconds, DURATION_SECONDS_WIDTH)
    block[to] = DOT
    to = writePadded(block, to + 1, (units - seconds * UNITS_PER_S) | 0, DURATION_DECIMALS)
    block[to] = LINE_FEED
    this.at = to + 1
    return true
  }
}

/** A duration in units of its last decimal, rounded as its text is. */
function durationUnits(startNs: number, stopNs: number): number {
  const duration = secondsOf(stopNs) - secondsOf(startNs)
  const units = duration * UNITS_PER_S
  const nearest = Math.round(units)
  const isBetween = Math.abs(Math.abs(units - nearest) - 0.5) < NEAR_MIDDLE
  return isBetween ? Math.round(Number(fixedText(duration, DURATION_DECIMALS)) * UNITS_PER_S) : nearest
}

// Each of these writes from `at` on, and gives where the next begins: a local place is faster than one kept in an object.

function writeText(block: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) block[at + i] = text.charCodeAt(i)
  return at + text.length
}

/** An address (`text`, or the IPv4 address) with its port, and blanks up to the width of the column. */
function writeEndpoint(block: Uint8Array, at: number, address: number, text: string, port: number): number {
  let to = text === '' ? writeIpv4(block, at, address) : writeText(block, at, text)
  block[to] = COLON
  to = writeNumber(block, to + 1, port)
  return Math.max(to, at + ENDPOINT_WIDTH)
}

function writeIpv4(block: Uint8Array, at: number, address: number): number {
  let to = at
  for (let shift = 24; shift >= 0; shift -= 8) {
    const octet = (address >>> shift) & 0xff
    const from = octet * 4
    block[to] = OCTETS[from]
    block[to + 1] = OCTETS[from + 1]
    block[to + 2] = OCTETS[from + 2]
    block[to + 3] = OCTETS[from + 3]
    to += octet < 10 ? 2 : octet < 100 ? 3 : 4
  }
  // Without the last dot.
  return to - 1
}

/** Frames and bytes of one direction, with the two blanks behind. */
function writeCount(block: Uint8Array, at: number, frames: number, bytes: number): number {
  const start = writeRight(block, at, frames, FRAMES_WIDTH) + 1
  let value = bytes
  let prefix = 0
  // As `sizeText`: ten of a unit, and it is used; cut, not rounded.
  while (value >= 10_000) {
    value = (value / 1000) | 0
    prefix++
  }
  let to = writeNumber(block, start, value)
  const unit = UNITS[prefix]
  for (let i = 0; i < unit.length; i++) block[to++] = unit[i]
  return Math.max(to, start + SIZE_WIDTH) + 2
}

function writeRight(block: Uint8Array, at: number, value: number, width: number): number {
  const digits = digitCount(value)
  return writePadded(block, digits < width ? at + width - digits : at, value, digits)
}

function writeNumber(block: Uint8Array, at: number, value: number): number {
  return writePadded(block, at, value, digitCount(value))
}

/** A whole number below 2^31 in `digits` digits, with zeros in front. */
function writePadded(block: Uint8Array, at: number, value: number, digits: number): number {
  let rest = value
  let place = at + digits
  while (place - at >= 2) {
    const hundreds = (rest / 100) | 0
    const pair = (rest - hundreds * 100) << 1
    place -= 2
    block[place] = DIGIT_PAIRS[pair]
    block[place + 1] = DIGIT_PAIRS[pair + 1]
    rest = hundreds
  }
  if (place > at) block[at] = DIGIT_0 + (rest % 10)
  return at + digits
}

function digitCount(value: number): number {
  if (value < 100) return value < 10 ? 1 : 2
  if (value < 10_000) return value < 1000 ? 3 : 4
  let digits = 5
  for (let limit = 100_000; digits < 10 && value >= limit; limit *= 10) digits++
  return digits
}

const ARROW = ' <-> '
const UNITS = [' bytes', ' kB', ' MB', ' GB'].map(asciiBytes)
/** The numbers 0 to 255 with the dot behind, four characters each. */
const OCTETS = asciiBytes(Array.from({ length: 256 }, (_, octet) => `${octet}.`.padEnd(4)).join(''))
/** The two digits of 0 to 99. */
const DIGIT_PAIRS = asciiBytes(Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, '0')).join(''))
