/** The Internet checksum (RFC 1071). */

/** So many 32-bit words are summed before the carries are folded: their halves' sum stays a small integer. */
const WORDS_PER_FOLD = 4096

/**
 * The one's-complement sum of `length` bytes at `at` and of `sum` (another such sum), folded to 16 bits. Data with its right checksum
 * inside sums to 0xffff. An odd last byte counts as the upper half of a word (RFC 1071 §1).
 */
export function onesComplementSum(view: DataView, at: number, length: number, sum: number): number {
  const end = at + length
  const whole = at + (length & ~3)
  while (at < whole) {
    const stop = Math.min(whole, at + WORDS_PER_FOLD * 4)
    for (; at < stop; at += 4) {
      const word = view.getInt32(at)
      sum += (word >>> 16) + (word & 0xffff)
    }
    sum = fold(sum)
  }
  if (end - at >= 2) {
    sum += view.getUint16(at)
    at += 2
  }
  if (at < end) sum += view.getUint8(at) << 8
  return fold(sum)
}

function fold(sum: number): number {
  sum = (sum >>> 16) + (sum & 0xffff)
  return (sum >>> 16) + (sum & 0xffff)
}
