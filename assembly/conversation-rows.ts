/** The rows of the table of conversations as bytes, for the hundreds of thousands that a capture of short connections has. */
import {
  BITS,
  BYTES_BACK,
  BYTES_FORTH,
  DESTINATION,
  FRAMES_BACK,
  FRAMES_FORTH,
  IPV6,
  PORTS,
  SOURCE,
  START,
  STOP,
} from '../src/core/dialects/wireshark/statistics/conversation-record'
import { addressOf } from './address-ids'
import { recordOf } from './conversation-table'
import { writeIpv4, writeNanoseconds, writeNumber } from './digit-triples'
import { writeIpv6 } from './ipv6-text'
import { doubleOf, wordOf } from './words'

/** More than any row has, with the blanks that are written behind. */
const ROW_BYTES: usize = 320
const COLON: u32 = 0x3a
const DOT: u32 = 0x2e
const LINE_FEED: u32 = 0x0a
/** ` <-> `, the first character in the lowest byte. */
const ARROW: u64 = 0x203e2d3c20
const NS_PER_S: f64 = 1e9
/** Beyond these another way is taken: a double has all decimals of shorter times only, and whole numbers here have 31 bits. */
const MOST_NS: f64 = 1e15
const MOST_BYTES: f64 = 0x80000000
/** Wireshark's column widths; what stands between the ends; and the blanks behind other columns. */
const ENDPOINT_WIDTH: usize = 26
const FRAMES_WIDTH: usize = 6
const SIZE_WIDTH: usize = 9
const START_SECONDS_WIDTH: usize = 4
const DURATION_SECONDS_WIDTH: usize = 7
const ARROW_WIDTH: usize = 5
const GAP_WIDTH: usize = 2
const START_GAP_WIDTH: usize = 3
/** ` bytes`; then ` kB`, ` MB` and ` GB`, eight bytes each, the first character in the lowest byte. */
const BYTES_TEXT: u64 = 0x2020736574796220
const KILO_TEXT: u64 = 0x2020202020426b20
const MEGA_TEXT: u64 = 0x2020202020424d20
const GIGA_TEXT: u64 = 0x2020202020424720
const BYTES_TEXT_WIDTH: usize = 6
const UNITS_PER_S: u64 = 10_000
/** Splits a double into two halves whose products are exact (Dekker 1971). */
const SPLITTER: f64 = 134_217_729

const BLANKS = i8x16.splat(0x20)

let nextRow: u32 = 0

/** Which row comes after those of the last `writeRows`. */
export function rowAfter(): u32 {
  return nextRow
}

/**
 * Writes rows of conversations with a relative start: those that `order` names (u32 each), from `first` to in front of `end`, until the
 * `byteCount` bytes at `block` are full or a number is too large for this. Gives where the text ends; `rowAfter` says which row comes next.
 */
export function writeRows(block: usize, byteCount: usize, order: usize, first: u32, end: u32): usize {
  let to = block
  nextRow = first
  for (; nextRow < end && to + ROW_BYTES <= block + byteCount; nextRow++) {
    const at = recordOf(load<u32>(order + ((<usize>nextRow) << 2)))
    const startNs = doubleOf(at, START)
    const stopNs = doubleOf(at, STOP)
    const bytesForth = doubleOf(at, BYTES_FORTH)
    const bytesBack = doubleOf(at, BYTES_BACK)
    if (!(startNs >= 0 && stopNs < MOST_NS && bytesForth + bytesBack < MOST_BYTES)) break
    const framesForth = wordOf(at, FRAMES_FORTH)
    const framesBack = wordOf(at, FRAMES_BACK)
    const ports: u32 = wordOf(at, PORTS)
    const isIpv6 = (wordOf(at, BITS) & IPV6) !== 0
    to = writeEnd(to, wordOf(at, SOURCE), ports >>> 16, isIpv6)
    store<u64>(to, ARROW)
    to = writeEnd(to + ARROW_WIDTH, wordOf(at, DESTINATION), ports & 0xffff, isIpv6) + GAP_WIDTH
    to = writeTraffic(to, framesBack, <u32>bytesBack)
    to = writeTraffic(to, framesForth, <u32>bytesForth)
    to = writeTraffic(to, framesForth + framesBack, <u32>(bytesForth + bytesBack))
    const startSeconds = floor(startNs / NS_PER_S)
    to = writeAligned(to, <u32>startSeconds, START_SECONDS_WIDTH)
    store<u8>(to, DOT)
    const startEnd = writeNanoseconds(to + 1, <u32>(startNs - startSeconds * NS_PER_S))
    to = blanksTo(startEnd, startEnd + START_GAP_WIDTH)
    const units = roundedUnits(secondsOf(stopNs) - secondsOf(startNs))
    const seconds = units / UNITS_PER_S
    to = writeAligned(to, <u32>seconds, DURATION_SECONDS_WIDTH)
    const point = to
    // With a digit in front that keeps the zeros, and that the point takes the place of.
    to = writeNumber(point, <u32>(units - seconds * UNITS_PER_S + UNITS_PER_S))
    store<u8>(point, DOT)
    store<u8>(to++, LINE_FEED)
  }
  return to
}

function writeEnd(to: usize, address: i32, port: u32, isIpv6: bool): usize {
  const colon = isIpv6 ? writeIpv6(to, addressOf(address)) : writeIpv4(to, address)
  store<u8>(colon, COLON)
  return blanksTo(writeNumber(colon + 1, port), to + ENDPOINT_WIDTH)
}

function writeTraffic(to: usize, frames: u32, bytes: u32): usize {
  const end = writeAligned(to, frames, FRAMES_WIDTH)
  return writeSize(blanksTo(end, end + 1), bytes) + GAP_WIDTH
}

/** Writes a number at the right end of `width` columns, where it is shorter. */
function writeAligned(to: usize, value: u32, width: usize): usize {
  let digits: usize = 1
  for (let rest = value; rest >= 10; rest /= 10) digits++
  blanksTo(to, to)
  return writeNumber(to + (digits < width ? width - digits : 0), value)
}

/** Writes 32 blanks, more than any column and the gap behind it has; gives the end of the column, or where the blanks begin if it is full. */
function blanksTo(from: usize, columnEnd: usize): usize {
  v128.store(from, BLANKS)
  v128.store(from, BLANKS, 16)
  return max(from, columnEnd)
}

/** A number of bytes as `sizeText` gives it; gives the place behind its column. */
function writeSize(to: usize, bytes: u32): usize {
  let value = bytes
  let unit = BYTES_TEXT
  // As `sizeText`: ten of a unit, and it is used; cut, not rounded.
  if (value >= 10_000) {
    value /= 1000
    unit = KILO_TEXT
    if (value >= 10_000) {
      value /= 1000
      unit = MEGA_TEXT
      if (value >= 10_000) {
        value /= 1000
        unit = GIGA_TEXT
      }
    }
  }
  const end = writeNumber(to, value)
  // The blanks behind a short one belong to the column or to the gap behind it.
  blanksTo(end, end)
  store<u64>(end, unit)
  return max(unit === BYTES_TEXT ? end + BYTES_TEXT_WIDTH : end, to + SIZE_WIDTH)
}

/** Nanoseconds as seconds, computed as tshark does (`secondsOf` in `fixed-text.ts`): the whole seconds and the rest apart. */
function secondsOf(timeNs: f64): f64 {
  const seconds = floor(timeNs / NS_PER_S)
  return seconds + (timeNs - seconds * NS_PER_S) / NS_PER_S
}

/** Seconds in units of the last decimal, rounded as C prints a double: by its exact value, halves to the even digit. */
function roundedUnits(seconds: f64): u64 {
  const product = seconds * <f64>UNITS_PER_S
  const whole = floor(product)
  const over = product - whole - 0.5
  let isUp = over > 0
  if (over === 0) {
    const error = productError(seconds, <f64>UNITS_PER_S, product)
    isUp = error > 0 || (error === 0 && (<u64>whole & 1) === 1)
  }
  return <u64>whole + (isUp ? 1 : 0)
}

/** What rounding took from the exact product of `a` and `b` (Dekker 1971, Veltkamp's split). */
function productError(a: f64, b: f64, product: f64): f64 {
  const aSplit = a * SPLITTER
  const aHigh = aSplit - (aSplit - a)
  const aLow = a - aHigh
  const bSplit = b * SPLITTER
  const bHigh = bSplit - (bSplit - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}
