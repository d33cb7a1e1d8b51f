/** ASCII text written as bytes into blocks: no string is made for what is written often. */

/** Size of a block, and the most that can be written at once by hand: large enough to make system calls rare, small enough to stay in the cache. */
export const BLOCK_BYTES = 256 * 1024

/** Room after the block's limit for what is written without a look at the limit: one number, or one step of eight bytes. */
export const SLACK_BYTES = 64

/** From here on the engine's own copying is worth its call. */
const LONG_BYTES = 64

const DIGIT_0 = 0x30
const BLANK = 0x20

/** Hexadecimal digits as characters. */
const HEX_DIGITS = asciiBytes('0123456789abcdef')

/** The two decimal digits of 0 to 99, side by side. */
const DIGIT_PAIRS = asciiBytes(Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')).join(''))

/** The bytes of an ASCII (or Latin-1) string: constants for `TextOutput.bytes`. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** A short constant text, ready to be written eight bytes at a time. */
export class AsciiText {
  readonly view: DataView
  readonly length: number

  /** ASCII of at most `SLACK_BYTES` characters. */
  constructor(text: string) {
    this.view = new DataView(new ArrayBuffer(text.length + 8))
    this.length = text.length
    for (let i = 0; i < text.length; i++) this.view.setUint8(i, text.charCodeAt(i))
  }
}

/**
 * A writer of text. Full blocks go to the sink, which must be done with the bytes when it returns: the block is used again.
 * Characters are Latin-1: one byte each.
 */
export class TextOutput {
  /** For a writer that puts its bytes here by hand, between `open` and `close`; take it anew after `useBlock`. */
  block = new Uint8Array(BLOCK_BYTES + SLACK_BYTES)
  /** The same memory. */
  view = new DataView(this.block.buffer)
  private readonly sink: (bytes: Uint8Array) => void
  private at = 0

  /** Blocks go to `sink`. */
  constructor(sink: (bytes: Uint8Array) => void) {
    this.sink = sink
  }

  /** Writes to this block from now on: at least `BLOCK_BYTES + SLACK_BYTES` bytes, and what its writer needs more between `open` and `close`. */
  useBlock(block: Uint8Array<ArrayBuffer>): void {
    this.flush()
    this.block = block
    this.view = new DataView(block.buffer, block.byteOffset, block.length)
  }

  /** Hands over what is written so far. */
  flush(): void {
    if (this.at === 0) return
    const bytes = this.block.subarray(0, this.at)
    this.at = 0
    this.sink(bytes)
  }

  /** Where in `block` at most `count` bytes (no more than `BLOCK_BYTES`) can be written by hand, and eight more that do not stay; `close` follows. */
  open(count: number): number {
    if (this.at + count > BLOCK_BYTES) this.flush()
    return this.at
  }

  /** What was written by hand ends before `at`. */
  close(at: number): void {
    this.at = at
  }

  /** Writes one character by its code. */
  char(code: number): void {
    if (this.at >= BLOCK_BYTES) this.flush()
    this.block[this.at++] = code
  }

  /** Writes a string. */
  text(text: string): void {
    let at = this.at
    const { block } = this
    const length = text.length
    if (at + length > BLOCK_BYTES) {
      for (let i = 0; i < length; i++) this.char(text.charCodeAt(i))
      return
    }
    for (let i = 0; i < length; i++) block[at++] = text.charCodeAt(i)
    this.at = at
  }

  /** Writes constant text. */
  bytes(text: Uint8Array): void {
    let at = this.at
    const length = text.length
    if (at + length > BLOCK_BYTES) {
      for (let i = 0; i < length; i++) this.char(text[i])
      return
    }
    const { block } = this
    if (length >= LONG_BYTES) {
      block.set(text, at)
      this.at = at + length
      return
    }
    for (let i = 0; i < length; i++) block[at++] = text[i]
    this.at = at
  }

  /** Writes a short constant text. */
  ascii(text: AsciiText): void {
    if (this.at >= BLOCK_BYTES - SLACK_BYTES) this.flush()
    const { view, at } = this
    const source = text.view
    const length = text.length
    for (let i = 0; i < length; i += 8) view.setFloat64(at + i, source.getFloat64(i))
    this.at = at + length
  }

  /**
   * Writes `length` bytes of ASCII text of a `source` that has at least seven bytes more: copied eight at a time.
   * Only for text of at most `SLACK_BYTES` bytes.
   */
  copy(source: DataView, from: number, length: number): void {
    if (this.at >= BLOCK_BYTES - SLACK_BYTES) this.flush()
    const { view, at } = this
    // ASCII bytes never form a NaN, so a double carries eight of them unchanged.
    for (let i = 0; i < length; i += 8) view.setFloat64(at + i, source.getFloat64(from + i))
    this.at = at + length
  }

  /** Writes an unsigned 32-bit number, given signed or unsigned, in decimal. */
  number(value: number): void {
    let rest = value >>> 0
    if (this.at >= BLOCK_BYTES) this.flush()
    const { block } = this
    let at = this.at
    if (rest < 10) {
      block[at] = DIGIT_0 + rest
      this.at = at + 1
      return
    }
    at += digitCount(rest)
    this.at = at
    while (rest >= 100) {
      const high = (rest / 100) >>> 0
      const pair = (rest - high * 100) << 1
      block[--at] = DIGIT_PAIRS[pair + 1]
      block[--at] = DIGIT_PAIRS[pair]
      rest = high
    }
    if (rest >= 10) {
      block[--at] = DIGIT_PAIRS[(rest << 1) + 1]
      block[--at] = DIGIT_PAIRS[rest << 1]
    } else block[--at] = DIGIT_0 + rest
  }

  /** Writes a number below 2^32 in decimal, with zeros in front up to `digits` digits (at most 10). */
  padded(value: number, digits: number): void {
    if (this.at >= BLOCK_BYTES) this.flush()
    const { block } = this
    let rest = value
    let at = this.at + digits
    this.at = at
    const start = at - digits
    while (at - start >= 2) {
      const high = (rest / 100) >>> 0
      const pair = (rest - high * 100) << 1
      block[--at] = DIGIT_PAIRS[pair + 1]
      block[--at] = DIGIT_PAIRS[pair]
      rest = high
    }
    if (at > start) block[--at] = DIGIT_0 + (rest % 10)
  }

  /** Writes a number in decimal with blanks in front up to `width` characters. */
  right(value: number, width: number): void {
    for (let i = digitCount(value >>> 0); i < width; i++) this.char(BLANK)
    this.number(value)
  }

  /** Writes the low `digits` hexadecimal digits of a number, in lower case, with leading zeros. */
  hex(value: number, digits: number): void {
    if (this.at >= BLOCK_BYTES) this.flush()
    const { block } = this
    let at = this.at
    for (let shift = (digits - 1) * 4; shift >= 0; shift -= 4) block[at++] = HEX_DIGITS[(value >>> shift) & 15]
    this.at = at
  }
}

function digitCount(value: number): number {
  if (value < 10) return 1
  if (value < 100) return 2
  if (value < 1000) return 3
  if (value < 10_000) return 4
  if (value < 100_000) return 5
  if (value < 1_000_000) return 6
  if (value < 10_000_000) return 7
  if (value < 100_000_000) return 8
  return value < 1_000_000_000 ? 9 : 10
}
