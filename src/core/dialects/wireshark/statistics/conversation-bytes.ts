/** The rows of a table of conversations as bytes: for the hundreds of thousands that a capture of short connections has. */
import { secondsOf } from './fixed-text.ts'

const BLOCK_BYTES = 64 * 1024
/** More than any row has. */
const ROW_BYTES = 256
const BLANK = 0x20
const DIGIT_0 = 0x30
const DOT = 0x2e
const COLON = 0x3a
const LINE_FEED = 0x0a
const NS_PER_S = 1e9
/** Wireshark's column widths. */
const ENDPOINT_WIDTH = 26
const FRAMES_WIDTH = 6
const SIZE_WIDTH = 9
const START_SECONDS_WIDTH = 4
const DURATION_SECONDS_WIDTH = 7
const UNITS_PER_S = 10_000
/** So near to the middle between two texts, only the exact way decides. */
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
   * Writes the row of an IPv4 conversation with a relative start. False, with nothing written, when a number needs the exact way.
   *
   * @param ports of the first packet: source in the high, destination in the low 16 bits
   */
  row(
    first: number,
    second: number,
    ports: number,
    framesBack: number,
    bytesBack: number,
    framesForth: number,
    bytesForth: number,
    startNs: number,
    stopNs: number,
  ): boolean {
    const units = (secondsOf(stopNs) - secondsOf(startNs)) * UNITS_PER_S
    const rest = units - Math.floor(units)
    if (!(startNs >= 0) || Math.abs(rest - 0.5) < NEAR_MIDDLE || stopNs > NS_PER_S * NS_PER_S) return false
    this.endpoint(first, ports >>> 16)
    this.text(' <-> ')
    this.endpoint(second, ports & 0xffff)
    this.blanks(2)
    this.count(framesBack, bytesBack)
    this.count(framesForth, bytesForth)
    this.count(framesBack + framesForth, bytesBack + bytesForth)
    const startSeconds = Math.floor(startNs / NS_PER_S)
    this.right(startSeconds, START_SECONDS_WIDTH)
    this.block[this.at++] = DOT
    this.padded(startNs - startSeconds * NS_PER_S, 9)
    this.blanks(3)
    const rounded = Math.round(units)
    const seconds = Math.floor(rounded / UNITS_PER_S)
    this.right(seconds, DURATION_SECONDS_WIDTH)
    this.block[this.at++] = DOT
    this.padded(rounded - seconds * UNITS_PER_S, 4)
    this.block[this.at++] = LINE_FEED
    return true
  }

  private endpoint(address: number, port: number): void {
    const start = this.at
    this.number(address >>> 24)
    this.block[this.at++] = DOT
    this.number((address >>> 16) & 0xff)
    this.block[this.at++] = DOT
    this.number((address >>> 8) & 0xff)
    this.block[this.at++] = DOT
    this.number(address & 0xff)
    this.block[this.at++] = COLON
    this.number(port)
    this.blanks(ENDPOINT_WIDTH - (this.at - start))
  }

  private count(frames: number, bytes: number): void {
    this.right(frames, FRAMES_WIDTH)
    this.block[this.at++] = BLANK
    const start = this.at
    let value = bytes
    let prefix = 0
    // As `sizeText`: ten of a unit, and it is used; cut, not rounded.
    while (value >= 10_000 && prefix < PREFIXES.length) {
      value = Math.floor(value / 1000)
      prefix++
    }
    this.number(value)
    this.text(prefix === 0 ? ' bytes' : PREFIXES[prefix - 1])
    this.blanks(SIZE_WIDTH - (this.at - start))
    this.blanks(2)
  }

  private text(text: string): void {
    const { block } = this
    let at = this.at
    for (let i = 0; i < text.length; i++) block[at++] = text.charCodeAt(i)
    this.at = at
  }

  private blanks(count: number): void {
    const { block } = this
    let at = this.at
    for (let i = 0; i < count; i++) block[at++] = BLANK
    this.at = at
  }

  private right(value: number, width: number): void {
    this.blanks(width - digitCount(value))
    this.number(value)
  }

  private number(value: number): void {
    this.padded(value, digitCount(value))
  }

  /** A whole number in `digits` digits, with zeros in front. */
  private padded(value: number, digits: number): void {
    const { block } = this
    let rest = value
    let at = this.at + digits
    this.at = at
    for (let i = 0; i < digits; i++) {
      const tens = Math.floor(rest / 10)
      block[--at] = DIGIT_0 + (rest - tens * 10)
      rest = tens
    }
  }
}

const PREFIXES = [' kB', ' MB', ' GB', ' TB'] as const

function digitCount(value: number): number {
  let digits = 1
  for (let limit = 10; value >= limit; limit *= 10) digits++
  return digits
}
