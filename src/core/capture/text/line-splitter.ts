/** Cuts a stream of bytes into lines, however the chunks fall. */

/** Longest line kept whole; a longer one is cut into pieces. 1 MiB holds about 8,000 packets run together. */
const LONGEST_LINE = 1 << 20
const PIECE = 8192

/** A line as text of one character per byte, without its end, and the offset of its first byte in the input. */
export type LineSink = (line: string, offset: number) => void

/** Splits on LF, CR LF and CR; UTF-16 is read as well, with a byte order mark or where it begins with a letter of ASCII. */
export class LineSplitter {
  readonly #sink: LineSink
  #kept = new Uint8Array(4096)
  #length = 0
  /** Input offset of the first kept byte. */
  #lineOffset = 0
  #offset = 0
  #afterCarriageReturn = false
  /** 0 not known yet, 1 bytes, 2 UTF-16 little-endian, 3 UTF-16 big-endian. */
  #encoding = 0
  #half = -1

  constructor(sink: LineSink) {
    this.#sink = sink
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#encoding === 1) {
        at = this.#pushPlain(chunk, at)
        continue
      }
      const byte = chunk[at++]
      this.#offset++
      if (this.#encoding === 0) this.#detect(byte)
      else if (this.#half < 0) this.#half = byte
      else {
        const unit = this.#encoding === 2 ? this.#half | (byte << 8) : (this.#half << 8) | byte
        this.#half = -1
        this.#unit(unit)
      }
    }
  }

  /** The input is over: the last line needs no end. */
  end(): void {
    if (this.#encoding === 0 && this.#half >= 0) this.#add(this.#half)
    if (this.#length > 0) this.#line(this.#offset)
  }

  /** Takes one of the first two bytes: a byte order mark, or a letter beside a zero, says UTF-16. */
  #detect(byte: number): void {
    if (this.#half < 0) {
      this.#half = byte
      return
    }
    const first = this.#half
    this.#half = -1
    const isMarked = (first === 0xff && byte === 0xfe) || (first === 0xfe && byte === 0xff)
    if (isMarked || (first === 0) !== (byte === 0)) this.#encoding = first === 0xff || (!isMarked && byte === 0) ? 2 : 3
    else this.#encoding = 1
    if (isMarked) this.#lineOffset = this.#offset
    else if (this.#encoding !== 1) this.#unit(first | byte)
    else {
      this.#byte(first)
      this.#byte(byte)
    }
  }

  #pushPlain(chunk: Uint8Array, from: number): number {
    let at = from
    while (at < chunk.length) {
      const byte = chunk[at]
      if (byte === 10 || byte === 13 || this.#afterCarriageReturn) break
      at++
    }
    const room = LONGEST_LINE - this.#length
    const taken = Math.min(at - from, room)
    if (taken > 0) {
      this.#reserve(taken)
      this.#kept.set(chunk.subarray(from, from + taken), this.#length)
      this.#length += taken
      this.#offset += taken
      if (this.#length === LONGEST_LINE) this.#line(this.#offset)
      return from + taken
    }
    this.#offset++
    this.#byte(chunk[from])
    return from + 1
  }

  /** One UTF-16 unit, kept as UTF-8; halves of pairs are of no interest. */
  #unit(unit: number): void {
    if (unit < 0x80) this.#byte(unit)
    else if (unit < 0x800) {
      this.#byte(0xc0 | (unit >> 6))
      this.#byte(0x80 | (unit & 63))
    } else {
      this.#byte(0xe0 | (unit >> 12))
      this.#byte(0x80 | ((unit >> 6) & 63))
      this.#byte(0x80 | (unit & 63))
    }
  }

  #byte(byte: number): void {
    const after = this.#afterCarriageReturn
    this.#afterCarriageReturn = byte === 13
    if (byte === 10 && after) this.#lineOffset = this.#offset
    else if (byte === 10 || byte === 13) this.#line(this.#offset)
    else this.#add(byte)
  }

  #add(byte: number): void {
    this.#reserve(1)
    this.#kept[this.#length++] = byte
    if (this.#length === LONGEST_LINE) this.#line(this.#offset)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#kept.length) return
    const larger = new Uint8Array(Math.min(LONGEST_LINE, Math.max(this.#kept.length * 2, this.#length + more)))
    larger.set(this.#kept.subarray(0, this.#length))
    this.#kept = larger
  }

  #line(next: number): void {
    const offset = this.#lineOffset
    let text = ''
    for (let at = 0; at < this.#length; at += PIECE) {
      const piece = this.#kept.subarray(at, Math.min(at + PIECE, this.#length))
      text += String.fromCharCode.apply(null, piece as unknown as number[])
    }
    this.#length = 0
    this.#lineOffset = next
    this.#sink(text, offset)
  }
}
