/** Round trips of the data of each direction: a few numbers in its row, and a histogram for those that have many. */
import { DurationHistogram } from './duration-histogram.ts'
import * as at from './side-layout.ts'
import { type TrackStore, sideDoubles, sideWords } from './track-store.ts'

/** Round trips that are kept exactly, by their sum, least and most. */
const EXACT_SAMPLES = 3

/** Counts the round trips of all tracks of a store. */
export class RoundTrips {
  readonly #store: TrackStore
  /** Of the directions with many samples, by `track * 2 + side`. */
  readonly #histograms = new Map<number, DurationHistogram>()

  constructor(store: TrackStore) {
    this.#store = store
  }

  /** Takes a round trip of the data of `side`; NaN, and what is negative because times are in a wrong order, counts for nothing. */
  add(track: number, side: number, rttNs: number): void {
    if (!(rttNs >= 0)) return
    const d = this.#store.doubles
    const f = sideDoubles(track, side)
    const samples = this.#store.words[sideWords(track, side) + at.RTT_SAMPLES]++
    d[f + at.LAST_RTT_F] = rttNs
    if (samples >= EXACT_SAMPLES) this.#count(track * 2 + side, f, samples, rttNs)
    if (samples === 0 || rttNs < d[f + at.RTT_MIN_F]) d[f + at.RTT_MIN_F] = rttNs
    if (rttNs > d[f + at.RTT_MAX_F]) d[f + at.RTT_MAX_F] = rttNs
    d[f + at.RTT_SUM_F] += rttNs
  }

  /** The first samples are known by sum, least and most. */
  #count(key: number, f: number, samples: number, rttNs: number): void {
    let histogram = this.#histograms.get(key)
    if (histogram === undefined) {
      histogram = new DurationHistogram()
      this.#histograms.set(key, histogram)
      if (samples === EXACT_SAMPLES) {
        const d = this.#store.doubles
        const min = d[f + at.RTT_MIN_F]
        const max = d[f + at.RTT_MAX_F]
        histogram.add(min)
        histogram.add(max)
        histogram.add(d[f + at.RTT_SUM_F] - min - max)
      }
    }
    histogram.add(rttNs)
  }

  /** The round trip that `fraction` of the samples of a side are not above: exact up to three samples, then to ±5 %. NaN without samples. */
  quantileNs(track: number, side: number, fraction: number): number {
    const samples = this.#store.words[sideWords(track, side) + at.RTT_SAMPLES]
    if (samples === 0) return NaN
    const f = sideDoubles(track, side)
    const d = this.#store.doubles
    const min = d[f + at.RTT_MIN_F]
    const max = d[f + at.RTT_MAX_F]
    const rank = Math.max(1, Math.ceil(fraction * samples))
    if (samples > EXACT_SAMPLES) return Math.min(max, Math.max(min, this.#histograms.get(track * 2 + side)?.quantileNs(fraction) ?? NaN))
    if (rank === 1) return min
    return rank === samples ? max : d[f + at.RTT_SUM_F] - min - max
  }

  /** Forgets a track. */
  forget(track: number): void {
    if (this.#histograms.size === 0) return
    this.#histograms.delete(track * 2)
    this.#histograms.delete(track * 2 + 1)
  }
}
