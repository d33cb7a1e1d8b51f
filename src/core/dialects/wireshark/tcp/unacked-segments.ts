/** The segments of one direction that the other has not acknowledged yet, oldest first, as many as Wireshark keeps. */

/** More than this many are not kept: round-trip times and bytes in flight then stop (tshark 4.0.17). */
export const MAX_UNACKED_SEGMENTS = 10_000
const FIRST_CAPACITY = 4
/** The columns of a row: sequence number, the end of the segment, its frame and time. */
const SEQ = 0
const END = 1
const FRAME = 2
const TIME = 3
const COLUMNS = 4

/** A queue of segments in the order of the capture. Numbers are raw sequence numbers as int32. */
export class UnackedSegments {
  /** The segments stand in [first, first + count). */
  count = 0
  #first = 0
  /** A row for each segment, in one array: most connections have few segments, and an array for each column would cost more than they. */
  #rows = new Float64Array(FIRST_CAPACITY * COLUMNS)
  /** Every segment so far began where or behind where the one before ended, so the first begins and the last ends them all. */
  #ascending = true

  /** The frame of the oldest segment. */
  get oldestFrame(): number {
    return this.#rows[this.#first * COLUMNS + FRAME]
  }

  /** The time of the oldest segment. */
  get oldestTimeNs(): number {
    return this.#rows[this.#first * COLUMNS + TIME]
  }

  /** Adds a segment; the caller has seen that there is room. */
  add(seq: number, end: number, frame: number, timeNs: number): void {
    if (this.count === 0) {
      this.#first = 0
      this.#ascending = true
    } else if (((seq - this.#rows[(this.#first + this.count - 1) * COLUMNS + END]) | 0) < 0) this.#ascending = false
    if (((end - seq) | 0) < 0 || (this.count > 0 && ((end - this.#rows[this.#first * COLUMNS + SEQ]) | 0) < 0)) this.#ascending = false
    const at = this.#first + this.count
    if (at * COLUMNS === this.#rows.length) this.#makeRoom()
    const to = this.#first + this.count
    this.#rows[to * COLUMNS + SEQ] = seq
    this.#rows[to * COLUMNS + END] = end
    this.#rows[to * COLUMNS + FRAME] = frame
    this.#rows[to * COLUMNS + TIME] = timeNs
    this.count++
  }

  /**
   * Drops what `ack` acknowledges and cuts what it acknowledges in part.
   *
   * @param matched Told the frame and time of the oldest segment that ends exactly at `ack`, if one does.
   */
  acknowledge(ack: number, matched: (frame: number, timeNs: number) => void): void {
    if (this.count === 0) return
    // A number half the space away is behind the first and before the last: no order helps then.
    const isFirstOpen = ((this.#rows[this.#first * COLUMNS + END] - ack) | 0) > 0
    const isLastOpen = ((this.#rows[(this.#first + this.count - 1) * COLUMNS + END] - ack) | 0) > 0
    if (this.#ascending && (!isFirstOpen || isLastOpen)) this.#acknowledgeAscending(ack, matched)
    else this.#acknowledgeAny(ack, matched)
  }

  #acknowledgeAscending(ack: number, matched: (frame: number, timeNs: number) => void): void {
    let at = this.#first
    const end = at + this.count
    let found = -1
    while (at < end && ((this.#rows[at * COLUMNS + END] - ack) | 0) <= 0) {
      if (found < 0 && this.#rows[at * COLUMNS + END] === ack) found = at
      at++
    }
    if (found >= 0) matched(this.#rows[found * COLUMNS + FRAME], this.#rows[found * COLUMNS + TIME])
    if (at < end && ((ack - this.#rows[at * COLUMNS + SEQ]) | 0) > 0) this.#rows[at * COLUMNS + SEQ] = ack
    this.count = end - at
    this.#first = this.count === 0 ? 0 : at
  }

  #acknowledgeAny(ack: number, matched: (frame: number, timeNs: number) => void): void {
    const end = this.#first + this.count
    let to = this.#first
    let found = -1
    for (let at = this.#first; at < end; at++) {
      if (((this.#rows[at * COLUMNS + END] - ack) | 0) <= 0) {
        if (found < 0 && this.#rows[at * COLUMNS + END] === ack) {
          found = at
          matched(this.#rows[at * COLUMNS + FRAME], this.#rows[at * COLUMNS + TIME])
        }
        continue
      }
      if (((ack - this.#rows[at * COLUMNS + SEQ]) | 0) > 0) this.#rows[at * COLUMNS + SEQ] = ack
      this.#rows[to * COLUMNS + SEQ] = this.#rows[at * COLUMNS + SEQ]
      this.#rows[to * COLUMNS + END] = this.#rows[at * COLUMNS + END]
      this.#rows[to * COLUMNS + FRAME] = this.#rows[at * COLUMNS + FRAME]
      this.#rows[to * COLUMNS + TIME] = this.#rows[at * COLUMNS + TIME]
      to++
    }
    this.count = to - this.#first
  }

  /** Bytes from the lowest beginning to the highest end, both counted from `base` without sign as Wireshark does; 0 without segments. */
  span(base: number): number {
    if (this.count === 0) return 0
    const end = this.#first + this.count
    if (this.#ascending) {
      const low = (this.#rows[this.#first * COLUMNS + SEQ] - base) >>> 0
      const high = (this.#rows[(end - 1) * COLUMNS + END] - base) >>> 0
      if (low <= high) return high - low
    }
    let low = (this.#rows[(end - 1) * COLUMNS + SEQ] - base) >>> 0
    let high = (this.#rows[(end - 1) * COLUMNS + END] - base) >>> 0
    for (let at = this.#first; at < end; at++) {
      low = Math.min(low, (this.#rows[at * COLUMNS + SEQ] - base) >>> 0)
      high = Math.max(high, (this.#rows[at * COLUMNS + END] - base) >>> 0)
    }
    return (high - low) >>> 0
  }

  /** Moves the segments to the front, into larger arrays where half of the room is taken. */
  #makeRoom(): void {
    const from = this.#first * COLUMNS
    const taken = this.count * COLUMNS
    const rows = new Float64Array(taken * 2 > this.#rows.length ? this.#rows.length * 2 : this.#rows.length)
    rows.set(this.#rows.subarray(from, from + taken))
    this.#rows = rows
    this.#first = 0
  }
}
