/** The rows of a table of conversations as bytes: for the hundreds of thousands that a capture of short connections has. */
import { asciiBytes } from '../../../bytes/text-output.ts'
import { BYTES_BACK, BYTES_FORTH, DESTINATION, FRAMES_BACK, FRAMES_FORTH, PORTS, SOURCE, START, STOP } from './conversation-record.ts'
import { fixedText, secondsOf } from './fixed-text.ts'

const BLOCK_BYTES = 64 * 1024
/** More than any row has. */
const ROW_BYTES = 256
const BLANK = 0x20
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
   * Writes the row of an IPv4 conversation with a relative start, whose record begins at word `at` and double `half`.
   * False, with nothing written, when a number is too large for this.
   */
  row(words: Int32Array, at: number, doubles: Float64Array, half: number): boolean {
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
    this.block.set(TEMPLATE, this.at)
    const start = this.at
    this.endpoint(words[at + SOURCE], ports >>> 16)
    this.block.set(ARROW, start + ENDPOINT_WIDTH)
    this.at = start + ENDPOINT_WIDTH + ARROW.length
    this.endpoint(words[at + DESTINATION], ports & 0xffff)
    this.at = start + 2 * ENDPOINT_WIDTH + ARROW.length + 2
    this.count(framesBack, bytesBack | 0)
    this.count(framesForth, bytesForth | 0)
    this.count((framesBack + framesForth) | 0, (bytesBack + bytesForth) | 0)
    const startSeconds = Math.floor(startNs / NS_PER_S) | 0
    this.right(startSeconds, START_SECONDS_WIDTH)
    this.block[this.at++] = DOT
    this.padded((startNs - startSeconds * NS_PER_S) | 0, 9)
    this.at += 3
    const seconds = Math.floor(rounded / UNITS_PER_S) | 0
    this.right(seconds, DURATION_SECONDS_WIDTH)
    this.block[this.at++] = DOT
    this.padded((rounded - seconds * UNITS_PER_S) | 0, 4)
    this.block[this.at++] = LINE_FEED
    return true
  }

  private endpoint(address: number, port: number): void {
    this.number(address >>> 24)
    this.block[this.at++] = DOT
    this.number((address >>> 16) & 0xff)
    this.block[this.at++] = DOT
    this.number((address >>> 8) & 0xff)
    this.block[this.at++] = DOT
    this.number(address & 0xff)
    this.block[this.at++] = COLON
    this.number(port)
  }

  private count(frames: number, bytes: number): void {
    this.right(frames, FRAMES_WIDTH)
    this.at++
    const start = this.at
    let value = bytes
    let prefix = 0
    // As `sizeText`: ten of a unit, and it is used; cut, not rounded.
    while (value >= 10_000) {
      value = (value / 1000) | 0
      prefix++
    }
    this.number(value)
    const unit = UNITS[prefix]
    const { block } = this
    for (let i = 0; i < unit.length; i++) block[this.at++] = unit[i]
    const width = this.at - start
    this.at += (width < SIZE_WIDTH ? SIZE_WIDTH - width : 0) + 2
  }

  private right(value: number, width: number): void {
    const digits = digitCount(value)
    if (digits < width) this.at += width - digits
    this.padded(value, digits)
  }

  private number(value: number): void {
    this.padded(value, digitCount(value))
  }

  /** A whole number below 2^31 in `digits` digits, with zeros in front. */
  private padded(value: number, digits: number): void {
    const { block } = this
    let rest = value
    let at = this.at + digits
    this.at = at
    for (let i = 0; i < digits; i++) {
      const tens = (rest / 10) | 0
      block[--at] = DIGIT_0 + (rest - tens * 10)
      rest = tens
    }
  }
}

const TEMPLATE = new Uint8Array(ROW_BYTES).fill(BLANK)
const ARROW = asciiBytes(' <-> ')
const UNITS = [' bytes', ' kB', ' MB', ' GB'].map(asciiBytes)

function digitCount(value: number): number {
  if (value < 100) return value < 10 ? 1 : 2
  if (value < 10_000) return value < 1000 ? 3 : 4
  let digits = 5
  for (let limit = 100_000; digits < 10 && value >= limit; limit *= 10) digits++
  return digits
}
