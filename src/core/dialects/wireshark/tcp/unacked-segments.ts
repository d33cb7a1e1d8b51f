/** The segments of one direction that the other has not acknowledged yet, oldest first, as many as Wireshark keeps. */

/** More than this many are not kept: round-trip times and bytes in flight then stop (tshark 4.0.17). */
export const MAX_UNACKED_SEGMENTS = 10_000
const FIRST_CAPACITY = 8

/** A queue of segments in the order of the capture. Numbers are raw sequence numbers as int32. */
export class UnackedSegments {
  /** The segments stand in [first, first + count). */
  count = 0
  #first = 0
  #seqs = new Int32Array(FIRST_CAPACITY)
  #ends = new Int32Array(FIRST_CAPACITY)
  #frames = new Int32Array(FIRST_CAPACITY)
  #times = new Float64Array(FIRST_CAPACITY)
  /** Every segment so far began where or behind where the one before ended, so the first begins and the last ends them all. */
  #ascending = true

  /** The frame of the oldest segment. */
  get oldestFrame(): number {
    return this.#frames[this.#first]
  }

  /** The time of the oldest segment. */
  get oldestTimeNs(): number {
    return this.#times[this.#first]
  }

  /** Adds a segment; the caller has seen that there is room. */
  add(seq: number, end: number, frame: number, timeNs: number): void {
    if (this.count === 0) {
      this.#first = 0
      this.#ascending = true
    } else if (((seq - this.#ends[this.#first + this.count - 1]) | 0) < 0) this.#ascending = false
    if (((end - seq) | 0) < 0 || (this.count > 0 && ((end - this.#seqs[this.#first]) | 0) < 0)) this.#ascending = false
    const at = this.#first + this.count
    if (at === this.#seqs.length) this.#makeRoom()
    const to = this.#first + this.count
    this.#seqs[to] = seq
    this.#ends[to] = end
    this.#frames[to] = frame
    this.#times[to] = timeNs
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
    const isFirstOpen = ((this.#ends[this.#first] - ack) | 0) > 0
    const isLastOpen = ((this.#ends[this.#first + this.count - 1] - ack) | 0) > 0
    if (this.#ascending && (!isFirstOpen || isLastOpen)) this.#acknowledgeAscending(ack, matched)
    else this.#acknowledgeAny(ack, matched)
  }

  #acknowledgeAscending(ack: number, matched: (frame: number, timeNs: number) => void): void {
    let at = this.#first
    const end = at + this.count
    let found = -1
    while (at < end && ((this.#ends[at] - ack) | 0) <= 0) {
      if (found < 0 && this.#ends[at] === ack) found = at
      at++
    }
    if (found >= 0) matched(this.#frames[found], this.#times[found])
    if (at < end && ((ack - this.#seqs[at]) | 0) > 0) this.#seqs[at] = ack
    this.count = end - at
    this.#first = this.count === 0 ? 0 : at
  }

  #acknowledgeAny(ack: number, matched: (frame: number, timeNs: number) => void): void {
    const end = this.#first + this.count
    let to = this.#first
    let found = -1
    for (let at = this.#first; at < end; at++) {
      if (((this.#ends[at] - ack) | 0) <= 0) {
        if (found < 0 && this.#ends[at] === ack) {
          found = at
          matched(this.#frames[at], this.#times[at])
        }
        continue
      }
      if (((ack - this.#seqs[at]) | 0) > 0) this.#seqs[at] = ack
      this.#seqs[to] = this.#seqs[at]
      this.#ends[to] = this.#ends[at]
      this.#frames[to] = this.#frames[at]
      this.#times[to] = this.#times[at]
      to++
    }
    this.count = to - this.#first
  }

  /** Bytes from the lowest beginning to the highest end, both counted from `base` without sign as Wireshark does; 0 without segments. */
  span(base: number): number {
    if (this.count === 0) return 0
    const end = this.#first + this.count
    if (this.#ascending) {
      const low = (this.#seqs[this.#first] - base) >>> 0
      const high = (this.#ends[end - 1] - base) >>> 0
      if (low <= high) return high - low
    }
    let low = (this.#seqs[end - 1] - base) >>> 0
    let high = (this.#ends[end - 1] - base) >>> 0
    for (let at = this.#first; at < end; at++) {
      low = Math.min(low, (this.#seqs[at] - base) >>> 0)
      high = Math.max(high, (this.#ends[at] - base) >>> 0)
    }
    return (high - low) >>> 0
  }

  /** Moves the segments to the front, into larger arrays where half of the room is taken. */
  #makeRoom(): void {
    const { count } = this
    const from = this.#first
    const capacity = count * 2 > this.#seqs.length ? this.#seqs.length * 2 : this.#seqs.length
    const seqs = new Int32Array(capacity)
    const ends = new Int32Array(capacity)
    const frames = new Int32Array(capacity)
    const times = new Float64Array(capacity)
    seqs.set(this.#seqs.subarray(from, from + count))
    ends.set(this.#ends.subarray(from, from + count))
    frames.set(this.#frames.subarray(from, from + count))
    times.set(this.#times.subarray(from, from + count))
    this.#seqs = seqs
    this.#ends = ends
    this.#frames = frames
    this.#times = times
    this.#first = 0
  }
}
