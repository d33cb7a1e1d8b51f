/** Durations counted in buckets of equal ratio, for quantiles in bounded memory. */

/** Buckets per doubling: a quantile is then right to within ±4.5 %. */
const PER_OCTAVE = 8
/** From 1 µs … */
const SMALLEST_NS = 1000
/** … over 27 doublings, to two minutes: longer than any retransmission timer (RFC 6298 §2.5). */
const BUCKETS = PER_OCTAVE * 27

/** A histogram of durations in nanoseconds; what is outside its range falls into the outermost buckets. */
export class DurationHistogram {
  readonly #counts = new Uint32Array(BUCKETS)
  #total = 0

  /** Counts one duration. */
  add(durationNs: number): void {
    const bucket = Math.floor(Math.log2(Math.max(durationNs, SMALLEST_NS) / SMALLEST_NS) * PER_OCTAVE)
    this.#counts[Math.min(bucket, BUCKETS - 1)]++
    this.#total++
  }

  /** The duration that `fraction` (0 to 1) of all are not above, to the middle of its bucket; NaN when empty. */
  quantileNs(fraction: number): number {
    if (this.#total === 0) return NaN
    let left = Math.max(1, Math.ceil(fraction * this.#total))
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket]
      if (left <= 0) return SMALLEST_NS * 2 ** ((bucket + 0.5) / PER_OCTAVE)
    }
    throw new Error('the counts of a histogram add up to its total')
  }
}
