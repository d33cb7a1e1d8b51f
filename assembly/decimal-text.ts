/** Decimal numbers as bytes. Each function writes from `to` on, and gives where its text ends. */
const DIGIT_0: u32 = 0x30
const DOT: u32 = 0x2e
const PAIRS: u32 = 100
/** The two digits of 0 to 99, the first in front. */
const pairs: usize = heap.alloc(PAIRS << 1)
for (let pair: u32 = 0; pair < PAIRS; pair++) {
  store<u8>(pairs + ((<usize>pair) << 1), DIGIT_0 + pair / 10)
  store<u8>(pairs + ((<usize>pair) << 1), DIGIT_0 + (pair % 10), 1)
}

/**
 * Writes a whole number: at the right end of `width` columns where it is shorter, with zeros in front where it has fewer digits than
 * `digits`.
 */
export function writeNumber(to: usize, value: u32, width: u32, digits: u32): usize {
  const length = max(digitsOf(value), digits)
  const end = to + max(length, width)
  const start = end - length
  let rest = value
  let at = end
  while (at - start >= 2) {
    at -= 2
    const hundreds = rest / 100
    store<u16>(at, load<u16>(pairs + ((<usize>(rest - hundreds * 100)) << 1)))
    rest = hundreds
  }
  if (at > start) store<u8>(start, DIGIT_0 + rest)
  return end
}

/** Writes an IPv4 address, given as a number, with dots. */
export function writeIpv4(to: usize, address: u32): usize {
  let at = writeNumber(to, address >>> 24, 0, 1)
  for (let shift: i32 = 16; shift >= 0; shift -= 8) {
    store<u8>(at, DOT)
    at = writeNumber(at + 1, (address >>> shift) & 0xff, 0, 1)
  }
  return at
}

function digitsOf(value: u32): u32 {
  if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4
  if (value < 100_000_000) return value < 1_000_000 ? (value < 100_000 ? 5 : 6) : value < 10_000_000 ? 7 : 8
  return value < 1_000_000_000 ? 9 : 10
}
