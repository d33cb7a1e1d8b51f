/**
 * Bytes as hexadecimal digits, and as Wireshark dumps them. Each function writes from `to` on, and gives where its text ends; it reads bytes
 * 16 at a time, also behind their end, and may write as much behind its text.
 */
const STEP: usize = 16
const WORD_BYTES: usize = 4
const PAIR_BYTES: usize = 2
/** A pair with a character in front. */
const SPACED_BYTES: usize = 3
const OFFSET_DIGITS: usize = 4
/** Where the characters stand in a line of a dump. */
const CHARACTERS_AT: usize = OFFSET_DIGITS + STEP * SPACED_BYTES + 4
const BLANK: u8 = 0x20
const LAST_PRINTABLE: u8 = 0x7e
const DOT: u8 = 0x2e
const LINE_FEED: u32 = 0x0a
const COLON: u8 = 0x3a

/** Writes the two digits of a byte. */
export function writeByteHex(to: usize, value: u32): usize {
  v128.store16_lane(to, firstPairs(i8x16.splat(<i8>value)), 0)
  return to + PAIR_BYTES
}

/** Writes the four digits of a number of 16 bits. */
export function writeHex(to: usize, value: u32): usize {
  const bytes = i8x16.replace_lane(i8x16.splat(<i8>(value >>> 8)), 1, <i8>value)
  v128.store64_lane(to, firstPairs(bytes), 0)
  return to + 2 * PAIR_BYTES
}

/** Writes the four bytes of a number, with colons between them. */
export function writeColonHex(to: usize, value: u32): usize {
  const before = load<u8>(to - 1)
  writeSpacedPairs(to - 1, i32x4.splat(bswap(value)), COLON)
  store<u8>(to - 1, before)
  return to + WORD_BYTES * SPACED_BYTES - 1
}

/** Writes `count` bytes. */
export function writeDigits(to: usize, from: usize, count: usize): usize {
  for (let i: usize = 0; i < count; i += STEP) {
    const bytes = v128.load(from + i)
    v128.store(to + i * PAIR_BYTES, firstPairs(bytes))
    v128.store(to + i * PAIR_BYTES, lastPairs(bytes), STEP)
  }
  return to + count * PAIR_BYTES
}

/** Writes `count` bytes, at least one, with colons between them. */
export function writeColonDigits(to: usize, from: usize, count: usize): usize {
  // The first colon is not wanted: what it overwrites stands there already.
  const before = load<u8>(to - 1)
  for (let i: usize = 0; i < count; i += STEP) writeSpacedPairs(to - 1 + i * SPACED_BYTES, v128.load(from + i), COLON)
  store<u8>(to - 1, before)
  return to + count * SPACED_BYTES - 1
}

/** Writes `count` bytes in lines of 16, with their offsets, as digits and as characters. */
export function writeDump(to: usize, from: usize, count: usize): usize {
  let line = to
  for (let i: usize = 0; i < count; i += STEP) {
    const bytes = v128.load(from + i)
    const length = min(STEP, count - i)
    const pairs = writeHex(line, <u32>i) + 1
    v128.store(line + OFFSET_DIGITS, i8x16.splat(BLANK))
    writeSpacedPairs(pairs, bytes, BLANK)
    const blanks = i8x16.splat(BLANK)
    v128.store(pairs + length * SPACED_BYTES, blanks)
    v128.store(pairs + length * SPACED_BYTES, blanks, STEP)
    v128.store(pairs + length * SPACED_BYTES, blanks, STEP * 2)
    // As signed numbers all bytes above ASCII are below zero.
    const isPrintable = v128.and(i8x16.ge_s(bytes, blanks), i8x16.le_s(bytes, i8x16.splat(LAST_PRINTABLE)))
    v128.store(line + CHARACTERS_AT, v128.bitselect(bytes, i8x16.splat(DOT), isPrintable))
    line += CHARACTERS_AT + length
    store<u8>(line++, LINE_FEED)
  }
  return line
}

/** Writes 16 bytes, each with a character in front. */
function writeSpacedPairs(to: usize, bytes: v128, character: u8): void {
  const first = firstPairs(bytes)
  const last = lastPairs(bytes)
  const between = i8x16.splat(character)
  // Lanes from 16 on are of the second operand: first the pairs that fall into these 16 characters, then the characters between them.
  v128.store(to, i8x16.shuffle(first, between, 16, 0, 1, 16, 2, 3, 16, 4, 5, 16, 6, 7, 16, 8, 9, 16))
  const middle = i8x16.shuffle(first, last, 10, 11, 0, 12, 13, 0, 14, 15, 0, 16, 17, 0, 18, 19, 0, 20)
  v128.store(to, i8x16.shuffle(middle, between, 0, 1, 16, 3, 4, 16, 6, 7, 16, 9, 10, 16, 12, 13, 16, 15), STEP)
  v128.store(to, i8x16.shuffle(last, between, 5, 16, 6, 7, 16, 8, 9, 16, 10, 11, 16, 12, 13, 16, 14, 15), STEP * 2)
}

/** The digits of the first eight of 16 bytes. */
function firstPairs(bytes: v128): v128 {
  return i8x16.shuffle(highDigits(bytes), lowDigits(bytes), 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

/** The digits of the others. */
function lastPairs(bytes: v128): v128 {
  return i8x16.shuffle(highDigits(bytes), lowDigits(bytes), 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}

function highDigits(bytes: v128): v128 {
  return i8x16.swizzle(digits(), i8x16.shr_u(bytes, 4))
}

function lowDigits(bytes: v128): v128 {
  return i8x16.swizzle(digits(), v128.and(bytes, i8x16.splat(0xf)))
}

/** `0` to `f`. */
function digits(): v128 {
  return i8x16(0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66)
}
