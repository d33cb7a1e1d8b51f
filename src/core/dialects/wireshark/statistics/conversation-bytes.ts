/** The rows of a table of conversations as bytes: for the hundreds of thousands that a capture of short connections has. */
import { asciiBytes } from '../../../bytes/text-output.ts'
import { BYTES_BACK, BYTES_FORTH, DESTINATION, FRAMES_BACK, FRAMES_FORTH, PORTS, SOURCE, START, STOP } from './conversation-record.ts'
import { fixedText, secondsOf } from './fixed-text.ts'

const BLOCK_BYTES = 64 * 1024
/** More than any row has. */
const ROW_BYTES = 256
const DIGIT_0 = 0x30
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
  private readonly block = new Uint8Array(BLOCK_BYTES)
  private at = 0

  /** Whether the block should be handed on before the next row. */
  get isFull(): boolean {
    return this.at > BLOCK_BYTES - ROW_BYTES
  }

  /** The rows so far, valid until the next is written; the block is empty afterwards. */
  take(): Uint8Array {
    const rows = this.block.subarray(0, this.at)
    this.at = 0
    return rows
  }

  /**
   * Writes the row of a conversation with a relative start, whose record begins at word `at` and double `half`; `first` and `second` are
   * its ends where they are no IPv4 addresses.
   * False, with nothing written, when a number is too large for this.
   */
  row(words: Int32Array, at: number, doubles: Float64Array, half: number, first = '', second = ''): boolean {
    const startNs = doubles[half + START]
    const stopNs = doubles[half + STOP]
    const bytesForth = doubles[half + BYTES_FORTH]
    const bytesBack = doubles[half + BYTES_BACK]
    if (!(startNs >= 0 && stopNs < MOST_NS && bytesForth + bytesBack < MOST_BYTES)) return false
    const duration = secondsOf(stopNs) - secondsOf(startNs)
    const units = duration * UNITS_PER_S
    const nearest = Math.round(units)
    const isBetween = Math.abs(Math.abs(units - nearest) - 0.5) < NEAR_MIDDLE
    const rounded = isBetween ? Math.round(Number(fixedText(duration, DURATION_DECIMALS)) * UNITS_PER_S) : nearest
    const ports = words[at + PORTS]
    const framesForth = words[at + FRAMES_FORTH]
    const framesBack = words[at + FRAMES_BACK]
    const { block } = this
    const start = this.at
    block.set(TEMPLATE, start)
    let to = start
    if (first === '') {
      writeEndpoint(block, start, words[at + SOURCE], ports >>> 16)
      writeEndpoint(block, start + ENDPOINT_WIDTH + ARROW.length, words[at + DESTINATION], ports & 0xffff)
      to += 2 * ENDPOINT_WIDTH + ARROW.length + 2
    } else to = writeText(block, to, `${first.padEnd(ENDPOINT_WIDTH)}${ARROW}${second.padEnd(ENDPOINT_WIDTH)}  `)
    to = writeCount(block, to, framesBack, bytesBack | 0)
    to = writeCount(block, to, framesForth, bytesForth | 0)
    to = writeCount(block, to, (framesBack + framesForth) | 0, (bytesBack + bytesForth) | 0)
    const startSeconds = Math.floor(startNs / NS_PER_S) | 0
    to = writeRight(block, to, startSeconds, START_SECONDS_WIDTH)
    block[to++] = DOT
    to = writePadded(block, to, (startNs - startSeconds * NS_PER_S) | 0, 9) + 3
    const seconds = Math.floor(rounded / UNITS_PER_S) | 0
    to = writeRight(block, to, seconds, DURATION_SECONDS_WIDTH)
    block[to++] = DOT
    to = writePadded(block, to, (rounded - seconds * UNITS_PER_S) | 0, DURATION_DECIMALS)
    block[to++] = LINE_FEED
    this.at = to
    return true
  }
}

// Each of these writes from `at` on, and gives where the next begins: a local place is faster than one kept in an object.

function writeText(block: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) block[at + i] = text.charCodeAt(i)
  return at + text.length
}

function writeEndpoint(block: Uint8Array, at: number, address: number, port: number): void {
  let to = writeNumber(block, at, address >>> 24)
  block[to++] = DOT
  to = writeNumber(block, to, (address >>> 16) & 0xff)
  block[to++] = DOT
  to = writeNumber(block, to, (address >>> 8) & 0xff)
  block[to++] = DOT
  to = writeNumber(block, to, address & 0xff)
  block[to++] = COLON
  writeNumber(block, to, port)
}

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
  for (let place = at + digits - 1; place >= at; place--) {
    const tens = (rest / 10) | 0
    block[place] = DIGIT_0 + (rest - tens * 10)
    rest = tens
  }
  return at + digits
}

const ARROW = ' <-> '
/** A row without anything in it, which others are written over. */
const TEMPLATE = asciiBytes(`${' '.repeat(ENDPOINT_WIDTH)}${ARROW}`.padEnd(ROW_BYTES))
const UNITS = [' bytes', ' kB', ' MB', ' GB'].map(asciiBytes)

function digitCount(value: number): number {
  if (value < 100) return value < 10 ? 1 : 2
  if (value < 10_000) return value < 1000 ? 3 : 4
  let digits = 5
  for (let limit = 100_000; digits < 10 && value >= limit; limit *= 10) digits++
  return digits
}
