/** How a capture's packets and problems spread over its time: columns of equal width that double when the capture goes on. */

/** Columns that a timeline has at most; a power of two. */
const MOST_COLUMNS = 512
/** The first width: a microsecond. */
const FIRST_WIDTH_NS = 1000

/** A timeline as it is drawn. Entry `i` of each list is the time from `i * widthNs` to `(i + 1) * widthNs` since the start. */
export interface TimelineView {
  readonly widthNs: number
  readonly packets: readonly number[]
  /** Connections that began in this column and have a problem: errors and warnings. */
  readonly errors: readonly number[]
  readonly warnings: readonly number[]
}

/** Counts packets by time. Memory is fixed; adding is constant. */
export class Timeline {
  #widthNs = FIRST_WIDTH_NS
  readonly #packets = new Float64Array(MOST_COLUMNS)
  #columns = 0

  /** Counts a packet at `timeNs` since the start; one without time, or from before the start, counts in the first column. */
  add(timeNs: number): void {
    let column = timeNs > 0 ? Math.floor(timeNs / this.#widthNs) : 0
    while (column >= MOST_COLUMNS) {
      this.#double()
      column = Math.floor(timeNs / this.#widthNs)
    }
    this.#packets[column]++
    if (column >= this.#columns) this.#columns = column + 1
  }

  /** The timeline so far, with the starts of connections that have an error or a warning. */
  view(errorsNs: Iterable<number>, warningsNs: Iterable<number>): TimelineView {
    return {
      widthNs: this.#widthNs,
      packets: Array.from(this.#packets.subarray(0, this.#columns)),
      errors: this.#counts(errorsNs),
      warnings: this.#counts(warningsNs),
    }
  }

  #counts(timesNs: Iterable<number>): number[] {
    const counts = Array.from({ length: this.#columns }, () => 0)
    if (this.#columns === 0) return counts
    for (const timeNs of timesNs) counts[Math.min(this.#columns - 1, timeNs > 0 ? Math.floor(timeNs / this.#widthNs) : 0)]++
    return counts
  }

  #double(): void {
    const packets = this.#packets
    for (let i = 0; i < MOST_COLUMNS / 2; i++) packets[i] = packets[i * 2] + packets[i * 2 + 1]
    packets.fill(0, MOST_COLUMNS / 2)
    this.#widthNs *= 2
    this.#columns = Math.ceil(this.#columns / 2)
  }
}
