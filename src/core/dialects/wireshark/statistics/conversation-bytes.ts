/**
 * The rows of a table of conversations as bytes, for the hundreds of thousands that a capture of short connections has.
 *
 * Rows are written between the blanks of an empty block. Nothing is allocated for a row, and what has few values (the parts of an IPv4
 * address, pairs of digits) is copied instead of computed.
 */
import { asciiBytes } from '../../../bytes/text-output.ts'
import {
  BITS,
  BYTES_BACK,
  BYTES_FORTH,
  DESTINATION,
  DOUBLES,
  FRAMES_BACK,
  FRAMES_FORTH,
  IPV6,
  PORTS,
  SOURCE,
  START,
  STOP,
  WORDS,
} from './conversation-record.ts'
import type { ConversationTable } from './conversation-table.ts'
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
const START_DECIMALS = 9
const DURATION_DECIMALS = 4
/** What stands between the ends, and the blanks behind other columns. */
const ARROW_WIDTH = 5
const GAP_WIDTH = 2
const START_GAP_WIDTH = 3
/** Bytes in the table of units, and of the only unit that can fill its column. */
const UNIT_BYTES = 8
const LONGEST_UNIT = 6
/** The sides whose packets a column counts. */
const BACK = 1
const FORTH = 2
const BOTH = 3
const UNITS_PER_S = 10 ** DURATION_DECIMALS
const NS_PER_UNIT = NS_PER_S / UNITS_PER_S
const NEAR_MIDDLE_NS = 2

/** Collects rows in a block of bytes. */
export class ConversationBytes {
  private readonly block = new Uint8Array(BLOCK_BYTES).fill(BLANK)
  /** The same memory. */
  private readonly view = new DataView(this.block.buffer)
  private at = 0

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
   * Writes the rows of conversations with a relative start: those of `table` that `order` names, from its place `first` on, until the block
   * is full or a number is too large for this. Gives the place of the row that comes next: `first` where that one is too large already.
   *
   * All stands in one loop, and in loops over what a row has several of, so that the engine compiles one function, and each part of it once.
   */
  write({ words, doubles }: ConversationTable, order: Int32Array, first: number, ipv6Text: (id: number) => Uint8Array): number {
    const { block, view } = this
    let to = this.at
    let i = first
    for (; i < order.length && to <= BLOCK_BYTES - ROW_BYTES; i++) {
      const at = order[i] * WORDS
      const half = order[i] * DOUBLES
      const startNs = doubles[half + START]
      const stopNs = doubles[half + STOP]
      const bytesForth = doubles[half + BYTES_FORTH]
      const bytesBack = doubles[half + BYTES_BACK]
      if (!(startNs >= 0 && stopNs < MOST_NS && bytesForth + bytesBack < MOST_BYTES)) break
      for (let end = 0; end < 2; end++) {
        const isFirst = end === 0
        const start = to
        const address = words[at + (isFirst ? SOURCE : DESTINATION)]
        if ((words[at + BITS] & IPV6) === 0) to = writeIpv4(view, to, address)
        else {
          const text = ipv6Text(address)
          block.set(text, to)
          to += text.length
        }
        block[to] = COLON
        const port = isFirst ? words[at + PORTS] >>> 16 : words[at + PORTS] & 0xffff
        to = Math.max(writeNumber(view, to + 1, port, 0, 1), start + ENDPOINT_WIDTH)
        if (isFirst) view.setUint32(to, ARROW)
        to += isFirst ? ARROW_WIDTH : GAP_WIDTH
      }
      for (let sides = BACK; sides <= BOTH; sides++) {
        const frames = ((sides & BACK) === 0 ? 0 : words[at + FRAMES_BACK]) + ((sides & FORTH) === 0 ? 0 : words[at + FRAMES_FORTH])
        const bytes = ((sides & BACK) === 0 ? 0 : bytesBack) + ((sides & FORTH) === 0 ? 0 : bytesForth)
        to = writeNumber(view, to, frames | 0, FRAMES_WIDTH, 1) + 1
        to = writeSize(view, to, bytes | 0) + GAP_WIDTH
      }
      for (let time = 0; time < 2; time++) {
        const isStart = time === 0
        const unitsPerS = isStart ? NS_PER_S : UNITS_PER_S
        const units = isStart ? startNs : durationUnits(startNs, stopNs)
        const seconds = Math.floor(units / unitsPerS) | 0
        to = writeNumber(view, to, seconds, isStart ? START_SECONDS_WIDTH : DURATION_SECONDS_WIDTH, 1)
        block[to] = DOT
        to = writeNumber(view, to + 1, (units - seconds * unitsPerS) | 0, 0, isStart ? START_DECIMALS : DURATION_DECIMALS)
        if (isStart) to += START_GAP_WIDTH
      }
      block[to] = LINE_FEED
      to++
    }
    this.at = to
    return i
  }
}

/** A duration in units of its last decimal, rounded as its text is. */
function durationUnits(startNs: number, stopNs: number): number {
  const half = stopNs - startNs + NS_PER_UNIT / 2
  const units = Math.floor(half / NS_PER_UNIT)
  // So near to the middle between two texts, it depends on how a double holds the seconds.
  if (Math.abs(half - Math.round(half / NS_PER_UNIT) * NS_PER_UNIT) > NEAR_MIDDLE_NS) return units
  return Math.round(Number(fixedText(secondsOf(stopNs) - secondsOf(startNs), DURATION_DECIMALS)) * UNITS_PER_S)
}

// Each of these writes from `at` on, and gives where the next begins: a local place is faster than one kept in an object.

function writeIpv4(view: DataView, at: number, address: number): number {
  let to = at
  for (let shift = 24; shift >= 0; shift -= 8) {
    const octet = (address >>> shift) & 0xff
    view.setUint32(to, OCTETS.getUint32(octet * 4))
    to += octet < 10 ? 2 : octet < 100 ? 3 : 4
  }
  // Without the last dot.
  return to - 1
}

/** A number of bytes as `sizeText` gives it; gives the place behind its column. */
function writeSize(view: DataView, at: number, bytes: number): number {
  let value = bytes
  let unit = 0
  // As `sizeText`: ten of a unit, and it is used; cut, not rounded.
  while (value >= 10_000) {
    value = (value / 1000) | 0
    unit += UNIT_BYTES
  }
  const to = writeNumber(view, at, value, 0, 1)
  // The blanks behind a short one belong to the column or to the gap behind it.
  view.setUint32(to, UNITS.getUint32(unit))
  view.setUint32(to + 4, UNITS.getUint32(unit + 4))
  return Math.max(unit === 0 ? to + LONGEST_UNIT : to, at + SIZE_WIDTH)
}

/**
 * A whole number below 2^31, at the right end of `width` columns where it is shorter; with zeros in front where it has fewer digits than
 * `digits`.
 */
function writeNumber(view: DataView, at: number, value: number, width: number, digits: number): number {
  const length = Math.max(digitCount(value), digits)
  const end = at + Math.max(length, width)
  const start = end - length
  let rest = value
  let place = end - 2
  for (; place >= start; place -= 2) {
    const hundreds = (rest / 100) | 0
    view.setUint16(place, DIGIT_PAIRS.getUint16((rest - hundreds * 100) << 1))
    rest = hundreds
  }
  if (place + 1 === start) view.setUint8(start, DIGIT_0 + rest)
  return end
}

/** Decimal digits of a whole number below 2^31: by its binary ones, and where that leaves two, by a look. */
function digitCount(value: number): number {
  const most = MOST_DIGITS[Math.clz32(value)]
  return value < POWERS_OF_TEN[most - 1] ? most - 1 : most
}

/** ASCII text to be copied several bytes at a time. */
function asciiView(text: string): DataView {
  return new DataView(asciiBytes(text).buffer)
}

const ARROW = asciiView(' <->').getUint32(0)
const UNITS = asciiView([' bytes', ' kB', ' MB', ' GB'].map((unit) => unit.padEnd(UNIT_BYTES)).join(''))
/** The numbers 0 to 255 with the dot behind, four characters each. */
const OCTETS = asciiView(Array.from({ length: 256 }, (_, octet) => `${octet}.`.padEnd(4)).join(''))
/** The two digits of 0 to 99. */
const DIGIT_PAIRS = asciiView(Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, '0')).join(''))
/** 10^0 to 10^9; and how many digits a number has at most that begins with so many zero bits. 0 has one digit. */
const POWERS_OF_TEN = Int32Array.from({ length: 10 }, (_, digits) => (digits === 0 ? 0 : 10 ** digits))
const MOST_DIGITS = Uint8Array.from({ length: 33 }, (_, zeros) => String(2 ** (32 - zeros) - 1).length)
