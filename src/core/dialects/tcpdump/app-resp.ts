/** Redis' protocol (RESP): each element as a string in quotes. */

import type { Printing } from './printing.ts'
import { visible } from './reset-text.ts'

const CR = 0x0d
const LF = 0x0a
const MINUS = 0x2d
const DIGIT_0 = 0x30
const DIGIT_9 = 0x39
const MAX_LENGTH = 0x7fffffff
const KIND = { simple: 0x2b, error: 0x2d, integer: 0x3a, bulk: 0x24, array: 0x2a } as const

/** What a length can be besides a number of bytes or elements. */
const LENGTH = { none: -1, cut: -2, tooLarge: -3, negative: -4, invalid: -5 } as const
const LENGTH_TEXTS: ReadonlyMap<number, string> = new Map([
  [LENGTH.none, ' null'],
  [LENGTH.tooLarge, ' length too large'],
  [LENGTH.negative, ' length negative and not -1'],
  [LENGTH.invalid, ' invalid'],
])

/** Arrays in arrays deeper than this are not followed: a packet can hold thousands. */
const MAX_DEPTH = 1000

/** Prints the elements of the payload. */
export function printResp(p: Printing, at: number, length: number): void {
  p.protocol = 'resp'
  p.text(': RESP')
  const reader = new ElementReader(p, at, at + length)
  while (!reader.isAtEnd) if (!reader.printElement(0)) return p.cut()
}

/** Reads and prints elements one after the other; its methods give false when the packet ends inside one. */
class ElementReader {
  private readonly p: Printing
  private readonly end: number
  private at: number

  constructor(p: Printing, at: number, end: number) {
    this.p = p
    this.at = at
    this.end = end
  }

  get isAtEnd(): boolean {
    return this.at >= this.end
  }

  printElement(depth: number): boolean {
    if (this.isAtEnd || depth > MAX_DEPTH) return false
    switch (this.p.u8(this.at)) {
      case KIND.simple:
      case KIND.error:
      case KIND.integer:
        return this.printSimple()
      case KIND.bulk:
        return this.printBulk()
      case KIND.array:
        return this.printArray(depth)
      default:
        return this.printInline()
    }
  }

  private printQuoted(from: number, to: number): void {
    this.p.text(' "')
    for (let i = from; i < to; i++) this.p.text(visible(this.p.u8(i)))
    this.p.text('"')
  }

  /** Steps over what comes before the next CR LF, and over that. Gives where it stands, or -1. */
  private passLineEnd(): number {
    for (let at = this.at; at + 1 < this.end; at++) {
      if (this.p.u8(at) === CR && this.p.u8(at + 1) === LF) {
        this.at = at + 2
        return at
      }
    }
    return -1
  }

  private printSimple(): boolean {
    this.at++
    const start = this.at
    const stop = this.passLineEnd()
    if (stop < 0) return false
    this.printQuoted(start, stop)
    return true
  }

  private printBulk(): boolean {
    this.at++
    const length = this.readLength()
    if (length === LENGTH.cut) return false
    if (length < 0) {
      this.p.text(LENGTH_TEXTS.get(length) ?? '')
      return true
    }
    if (length === 0) this.p.text(' empty')
    else {
      if (this.end - this.at < length || !this.p.has(this.at, length)) return false
      this.printQuoted(this.at, this.at + length)
      this.at += length
    }
    return this.passLineEnd() >= 0
  }

  private printArray(depth: number): boolean {
    this.at++
    const count = this.readLength()
    if (count === LENGTH.cut) return false
    if (count === 0) this.p.text(' empty')
    else if (count < 0) this.p.text(LENGTH_TEXTS.get(count) ?? '')
    for (let i = 0; i < count; i++) if (!this.printElement(depth + 1)) return false
    return true
  }

  /** A command as people type it, up to the line's end. */
  private printInline(): boolean {
    this.passLineBreaks()
    const start = this.at
    while (!this.isAtEnd && !this.isLineBreak()) this.at++
    if (this.isAtEnd) return false
    this.printQuoted(start, this.at)
    this.passLineBreaks()
    return true
  }

  private isLineBreak(): boolean {
    const byte = this.p.u8(this.at)
    return byte === CR || byte === LF
  }

  private passLineBreaks(): void {
    while (!this.isAtEnd && this.isLineBreak()) this.at++
  }

  /** A decimal number and CR LF; a value of `LENGTH` when it is none. */
  private readLength(): number {
    if (this.isAtEnd) return LENGTH.cut
    const isNegative = this.p.u8(this.at) === MINUS
    if (isNegative) this.at++
    let value = 0
    let isTooLarge = false
    let hasDigit = false
    for (;;) {
      if (this.isAtEnd) return LENGTH.cut
      const byte = this.p.u8(this.at)
      if (byte < DIGIT_0 || byte > DIGIT_9) break
      value = value * 10 + byte - DIGIT_0
      if (value > MAX_LENGTH) isTooLarge = true
      hasDigit = true
      this.at++
    }
    const isReturn = this.p.u8(this.at) === CR
    this.at++
    if (!hasDigit || !isReturn) return LENGTH.invalid
    if (this.isAtEnd) return LENGTH.cut
    const isFeed = this.p.u8(this.at) === LF
    this.at++
    if (!isFeed) return LENGTH.invalid
    if (isNegative) return isTooLarge || value !== 1 ? LENGTH.negative : LENGTH.none
    return isTooLarge ? LENGTH.tooLarge : value
  }
}
