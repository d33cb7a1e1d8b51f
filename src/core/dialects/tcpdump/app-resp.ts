/** Redis' protocol (RESP). */

import type { Printing } from './printing.ts'
import { visible } from './reset-text.ts'

const CR = 0x0d
const LF = 0x0a
const MAX_LENGTH = 0x7fffffff

/** What follows a packet's end in the middle of an element, and what ends the line for good. */
class Reader {
  private readonly p: Printing
  private at: number
  private readonly end: number

  constructor(p: Printing, at: number, end: number) {
    this.p = p
    this.at = at
    this.end = end
  }

  get isAtEnd(): boolean {
    return this.at >= this.end
  }

  /** Prints one element; false when the packet ends or makes no sense. */
  element(): boolean {
    const { p } = this
    if (this.isAtEnd) return false
    const kind = String.fromCharCode(p.u8(this.at))
    switch (kind) {
      case '+':
      case '-':
      case ':':
        this.at++
        return this.line()
      case '$':
        this.at++
        return this.bulk()
      case '*':
        this.at++
        return this.array()
      default:
        return this.inline()
    }
  }

  private line(): boolean {
    const start = this.at
    for (;;) {
      if (this.isAtEnd) return this.cut()
      if (this.p.u8(this.at) === CR) break
      this.at++
    }
    const stop = this.at
    if (!this.lineEnd()) return false
    this.quoted(start, stop)
    return true
  }

  private quoted(start: number, stop: number): void {
    this.p.text(' "')
    for (let i = start; i < stop; i++) this.p.text(visible(this.p.u8(i)))
    this.p.text('"')
  }

  private bulk(): boolean {
    const length = this.number()
    if (length === undefined) return false
    if (length === -1) this.p.text(' null')
    else if (length === 0) {
      this.p.text(' empty')
      return this.lineEnd()
    } else if (length < 0) this.p.text(' length negative and not -1')
    else {
      if (this.end - this.at < length) {
        if (this.p.left(this.at) < length) this.quotedUpTo(this.p.end)
        return this.cut()
      }
      this.p.need(this.at, length)
      this.quoted(this.at, this.at + length)
      this.at += length
      return this.lineEnd()
    }
    return true
  }

  private quotedUpTo(_end: number): void {
    // A cut string is not shown at all.
  }

  private array(): boolean {
    const count = this.number()
    if (count === undefined) return false
    if (count < 0) {
      this.p.text(count === -1 ? ' null' : ' length negative and not -1')
      return true
    }
    if (count === 0) {
      this.p.text(' empty')
      return true
    }
    for (let i = 0; i < count; i++) if (!this.element()) return this.isAtEnd ? this.cut() : false
    return true
  }

  private inline(): boolean {
    const start = this.at
    while (!this.isAtEnd && this.p.u8(this.at) !== CR && this.p.u8(this.at) !== LF) this.at++
    const stop = this.at
    if (this.isAtEnd) return this.cut()
    this.quoted(start, stop)
    while (!this.isAtEnd && (this.p.u8(this.at) === CR || this.p.u8(this.at) === LF)) this.at++
    return true
  }

  private number(): number | undefined {
    let isNegative = false
    let value = 0
    let isTooLarge = false
    if (this.isAtEnd) return this.refuse()
    if (this.p.u8(this.at) === 0x2d) {
      isNegative = true
      this.at++
    }
    for (;;) {
      if (this.isAtEnd) return this.refuse()
      const byte = this.p.u8(this.at)
      if (byte === CR) break
      if (byte < 0x30 || byte > 0x39) {
        this.p.invalid()
        return undefined
      }
      value = value * 10 + byte - 0x30
      if (value > MAX_LENGTH) isTooLarge = true
      this.at++
    }
    if (!this.lineEnd()) return undefined
    if (isTooLarge) {
      this.p.text(' length too large')
      return undefined
    }
    return isNegative ? -value : value
  }

  private refuse(): undefined {
    this.cut()
    return undefined
  }

  private lineEnd(): boolean {
    if (this.end - this.at < 2) return this.cut()
    if (this.p.u8(this.at) !== CR || this.p.u8(this.at + 1) !== LF) {
      this.p.invalid()
      return false
    }
    this.at += 2
    return true
  }

  private cut(): false {
    this.p.cut()
    this.at = this.end
    return false
  }
}

/** Prints the elements of the payload. */
export function printResp(p: Printing, at: number, length: number): void {
  p.protocol = 'resp'
  p.text(': RESP')
  const reader = new Reader(p, at, at + length)
  while (!reader.isAtEnd && reader.element());
}
