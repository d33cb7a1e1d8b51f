/**
 * Decimal numbers as bytes, three digits at a time: for text that is little but numbers. A word of four bytes is written for each group, and
 * the fourth is overwritten by what follows. Each function writes from `to` on, and gives where its text ends.
 */
const GROUP: u32 = 1000
const DIGIT_0: u32 = 0x30
const DOT: u32 = 0x2e
const NS_PER_S: u32 = 1_000_000_000
const MAX_WORD: f64 = 4_294_967_296
const MAX_SAFE: f64 = 9_007_199_254_740_991
/** Added to a whole number of less than 2^51, it brings the lower 32 bits of its two's complement into those of the double. */
const WHOLE: f64 = 6_755_399_441_055_744

/** For 0 to 999 always three digits; and the digits without zeros in front, with their number in the highest byte. */
const triples: usize = heap.alloc(GROUP << 2)
const shorts: usize = heap.alloc(GROUP << 2)
for (let value: u32 = 0; value < GROUP; value++) {
  const digits = DIGIT_0 * 0x10101 + value / 100 + (((value / 10) % 10) << 8) + ((value % 10) << 16)
  const count: u32 = value < 10 ? 1 : value < 100 ? 2 : 3
  store<u32>(triples + ((<usize>value) << 2), digits)
  store<u32>(shorts + ((<usize>value) << 2), (digits >>> ((3 - count) << 3)) | (count << 24))
}

/** The lower 32 bits of a whole number; of NaN anything. */
export function wordOf(number: f64): u32 {
  return <u32>reinterpret<u64>(number + WHOLE)
}

/** Writes a whole number. */
export function writeNumber(to: usize, value: u32): usize {
  if (value < GROUP) return writeShort(to, value)
  const thousands = value / GROUP
  let at: usize
  if (thousands < GROUP) at = writeShort(to, thousands)
  else {
    const millions = thousands / GROUP
    if (millions < GROUP) at = writeShort(to, millions)
    else {
      const milliards = millions / GROUP
      at = writeTriple(writeShort(to, milliards), millions - milliards * GROUP)
    }
    at = writeTriple(at, thousands - millions * GROUP)
  }
  return writeTriple(at, value - thousands * GROUP)
}

/** Writes an IPv4 address, given as a number, with dots. */
export function writeIpv4(to: usize, address: u32): usize {
  let at = writeShort(to, address >>> 24)
  store<u8>(at, DOT)
  at = writeShort(at + 1, (address >>> 16) & 0xff)
  store<u8>(at, DOT)
  at = writeShort(at + 1, (address >>> 8) & 0xff)
  store<u8>(at, DOT)
  return writeShort(at + 1, address & 0xff)
}

/** Whether a time is for `writeSeconds`: whole nanoseconds, not below zero, of not too many seconds. */
export function isUsualTime(timeNs: f64): bool {
  return timeNs >= 0 && timeNs <= MAX_SAFE && timeNs < MAX_WORD * <f64>NS_PER_S && floor(timeNs) === timeNs
}

/** Writes nanoseconds as seconds with nine decimals. */
export function writeSeconds(to: usize, timeNs: f64): usize {
  const seconds = floor(timeNs / <f64>NS_PER_S)
  const point = writeNumber(to, wordOf(seconds))
  store<u8>(point, DOT)
  return writeNanoseconds(point + 1, wordOf(timeNs - seconds * <f64>NS_PER_S))
}

/** The same for less than 2^32 of them, as most are. */
export function writeShortTime(to: usize, ns: u32): usize {
  const seconds = ns / NS_PER_S
  store<u16>(to, (DIGIT_0 + seconds) | (DOT << 8))
  return writeNanoseconds(to + 2, ns - seconds * NS_PER_S)
}

/** Writes nine digits. */
export function writeNanoseconds(to: usize, ns: u32): usize {
  const thousands = ns / GROUP
  const millions = thousands / GROUP
  return writeTriple(writeTriple(writeTriple(to, millions), thousands - millions * GROUP), ns - thousands * GROUP)
}

function writeShort(to: usize, value: u32): usize {
  const word = load<u32>(shorts + ((<usize>value) << 2))
  store<u32>(to, word)
  return to + (word >>> 24)
}

function writeTriple(to: usize, value: u32): usize {
  store<u32>(to, load<u32>(triples + ((<usize>value) << 2)))
  return to + 3
}
