/** The segments of one direction that the other has not acknowledged yet, oldest first, as many as Wireshark keeps. */

/** More than this many are not kept: round-trip times and bytes in flight then stop (tshark 4.0.17). */
export const MAX_UNACKED_SEGMENTS = 10_000
const FIRST_CAPACITY = 8
/** The columns of a row: sequence number, the end of the segment, its frame and time. */
const SEQ = 0
const END = 1
const FRAME = 2
const TIME = 3
const COLUMNS = 4

/**
 * A queue of segments in the order of the capture. Numbers are raw sequence numbers as int32.
 *
 * The queue falls into runs: within a run every segment begins where or behind where the one before ended, and all of them lie within half of
 * the number space, so that what is acknowledged is the beginning of each run, and its first and last segment tell how far it reaches. What
 * is sent again begins another run, and goes on in the same: a transfer with losses has two or three, not thousands.
 */
export class UnackedSegments {
  /** Segments in all runs. */
  count = 0
  /** A row for each segment, in one array. Between runs there may be rows that nobody needs any more. */
  #rows = new Float64Array(FIRST_CAPACITY * COLUMNS)
  /** The rows of run `i` are [#from[i], #to[i]); none is empty. */
  readonly #from: number[] = []
  readonly #to: number[] = []
  #runs = 0

  /** The frame of the oldest segment. */
  get oldestFrame(): number {
    return this.#rows[this.#from[0] * COLUMNS + FRAME]
  }

  /** The time of the oldest segment. */
  get oldestTimeNs(): number {
    return this.#rows[this.#from[0] * COLUMNS + TIME]
  }

  /** Adds a segment; the caller has seen that there is room. */
  add(seq: number, end: number, frame: number, timeNs: number): void {
    let last = this.#runs - 1
    let at = last < 0 ? 0 : this.#to[last]
    if (at * COLUMNS === this.#rows.length) {
      this.#makeRoom()
      at = this.#to[last]
    }
    const rows = this.#rows
    const row = at * COLUMNS
    const goesOn =
      last >= 0 &&
      ((seq - rows[row - COLUMNS + END]) | 0) >= 0 &&
      ((end - seq) | 0) >= 0 &&
      ((end - rows[this.#from[last] * COLUMNS + SEQ]) | 0) >= 0
    if (!goesOn) {
      last++
      this.#from[last] = at
      this.#runs = last + 1
    }
    this.#to[last] = at + 1
    rows[row + SEQ] = seq
    rows[row + END] = end
    rows[row + FRAME] = frame
    rows[row + TIME] = timeNs
    this.count++
  }

  /**
   * Drops what `ack` acknowledges and cuts what it acknowledges in part.
   *
   * @param matched Told the frame and time of the oldest segment that ends exactly at `ack`, if one does.
   */
  acknowledge(ack: number, matched: (frame: number, timeNs: number) => void): void {
    const rows = this.#rows
    const runs = this.#runs
    let found = -1
    let kept = 0
    let count = 0
    for (let run = 0; run < runs; run++) {
      let from = this.#from[run]
      let to = this.#to[run]
      const isFirstOpen = ((rows[from * COLUMNS + END] - ack) | 0) > 0
      // A number half the space away is behind the first and before the last: no order helps then.
      if (isFirstOpen && ((rows[(to - 1) * COLUMNS + END] - ack) | 0) <= 0) {
        const exact = this.#endingAt(from, to, ack)
        if (found < 0) found = exact
        if (exact >= 0 && found === exact) matched(rows[exact * COLUMNS + FRAME], rows[exact * COLUMNS + TIME])
        to = this.#acknowledgeEach(from, to, ack)
      } else {
        while (from < to && ((rows[from * COLUMNS + END] - ack) | 0) <= 0) {
          if (found < 0 && rows[from * COLUMNS + END] === ack) {
            found = from
            matched(rows[from * COLUMNS + FRAME], rows[from * COLUMNS + TIME])
          }
          from++
        }
        if (from < to && ((ack - rows[from * COLUMNS + SEQ]) | 0) > 0) rows[from * COLUMNS + SEQ] = ack
      }
      if (from === to) continue
      this.#from[kept] = from
      this.#to[kept] = to
      kept++
      count += to - from
    }
    this.#runs = kept
    this.count = count
  }

  /** The first of the rows whose segment ends at `ack`; -1 without one. */
  #endingAt(from: number, to: number, ack: number): number {
    for (let at = from; at < to; at++) if (this.#rows[at * COLUMNS + END] === ack) return at
    return -1
  }

  /** Looks at each row of a run, and moves those that stay to its beginning; gives where they end. */
  #acknowledgeEach(from: number, end: number, ack: number): number {
    const rows = this.#rows
    let to = from
    for (let at = from; at < end; at++) {
      if (((rows[at * COLUMNS + END] - ack) | 0) <= 0) continue
      if (((ack - rows[at * COLUMNS + SEQ]) | 0) > 0) rows[at * COLUMNS + SEQ] = ack
      rows.copyWithin(to * COLUMNS, at * COLUMNS, (at + 1) * COLUMNS)
      to++
    }
    return to
  }

  /** Bytes from the lowest beginning to the highest end, both counted from `base` without sign as Wireshark does; 0 without segments. */
  span(base: number): number {
    const rows = this.#rows
    const runs = this.#runs
    if (runs === 0) return 0
    let low = 0xffffffff
    let high = 0
    for (let run = 0; run < runs; run++) {
      const from = this.#from[run]
      const to = this.#to[run]
      const first = (rows[from * COLUMNS + SEQ] - base) >>> 0
      const last = (rows[(to - 1) * COLUMNS + END] - base) >>> 0
      if (first < low) low = first
      if (last > high) high = last
      // The run goes past the highest number: each of its ends has to be looked at.
      if (first > last) {
        for (let at = from; at < to; at++) {
          low = Math.min(low, (rows[at * COLUMNS + SEQ] - base) >>> 0)
          high = Math.max(high, (rows[at * COLUMNS + END] - base) >>> 0)
        }
      }
    }
    return (high - low) >>> 0
  }

  /** Moves the runs to the front, and takes larger arrays where half of the room is taken. */
  #makeRoom(): void {
    const old = this.#rows
    const taken = this.count * COLUMNS
    const rows = taken * 2 > old.length ? new Float64Array(old.length * 2) : old
    let to = 0
    for (let run = 0; run < this.#runs; run++) {
      const from = this.#from[run]
      const length = this.#to[run] - from
      if (rows === old) old.copyWithin(to * COLUMNS, from * COLUMNS, (from + length) * COLUMNS)
      else rows.set(old.subarray(from * COLUMNS, (from + length) * COLUMNS), to * COLUMNS)
      this.#from[run] = to
      to += length
      this.#to[run] = to
    }
    this.#rows = rows
  }
}
