/** Which bytes of one direction Zeek's reassembly has handed on, and which it found missing. */

/** Data above a hole that Zeek keeps while nothing was ever acknowledged, in bytes (`tcp_max_above_hole_without_any_acks`). */
const MAX_ABOVE_HOLE_BYTES = 16_384
/** More pieces apart from each other than this are not kept: nobody loses so many packets and goes on. Zeek has no such limit. */
const MAX_PIECES = 4096
/** Data that Zeek keeps for acknowledgments to come, in bytes (`tcp_excessive_data_without_further_acks`). */
const MAX_UNACKED_BYTES = 10 * 1024 * 1024

/** Most connections never have a hole: they share this. */
const NONE: number[] = []

/**
 * The stream of one end, without its bytes: positions count from the SYN at 0, so that data begins at 1. Data is handed on in order; a
 * hole is given up when the peer acknowledges beyond it, and is then a content gap.
 */
export class Contents {
  /** Everything before this position was handed on or given up. */
  delivered = 1
  /** True once Zeek gave up on the stream because nobody acknowledges it. */
  skipping = false
  /** True once the end of the stream was handed on. */
  ended = false
  /** Content gaps of the last call of `acknowledge`, and their bytes. */
  gaps = 0
  gapBytes = 0
  #trimmed = 1
  /** Pieces above a hole: begin and end in turn, sorted, apart from each other. */
  #above = NONE

  /** Whether data waits above a hole. */
  get hasPieces(): boolean {
    return this.#above.length > 0
  }

  /** Whether an acknowledgment up to `position` says anything new. */
  isNewAcknowledgment(position: number): boolean {
    return position > this.#trimmed
  }

  /**
   * Takes data from `begin` to `end`.
   *
   * @param acked what the peer acknowledged so far
   * @param nothingAcked whether the peer has never acknowledged data
   * @param beyondInitialWindow whether more was sent than an end may send without acknowledgments
   */
  data(begin: number, end: number, acked: number, nothingAcked: boolean, beyondInitialWindow: boolean): void {
    if (this.skipping) return
    const from = Math.max(begin, acked, this.#trimmed)
    if (from >= end) return
    if (end > this.delivered) this.#insert(Math.max(from, this.delivered), end)
    if (from <= this.delivered && nothingAcked && beyondInitialWindow) this.#trimmed = Math.max(this.#trimmed, this.delivered)
    const last = this.#above.at(-1)
    const aboveHole = last === undefined ? 0 : last - this.delivered
    if (
      (nothingAcked && aboveHole > MAX_ABOVE_HOLE_BYTES) ||
      this.#bufferedBytes() > MAX_UNACKED_BYTES ||
      this.#above.length > 2 * MAX_PIECES
    ) {
      this.#above = NONE
      this.skipping = true
    }
  }

  /**
   * The peer acknowledged up to `position`: holes below are given up, and counted in `gaps` and `gapBytes`.
   *
   * @param partial whether the connection's beginning was not seen, so that its first positions are a guess
   */
  acknowledge(position: number, partial: boolean): void {
    this.gaps = this.gapBytes = 0
    // The guessed beginning is off by one where the first packet seen was a keep-alive: not a gap.
    if (position > this.delivered && !(position <= 2 && partial)) this.#giveUp(position)
    this.#trimmed = position
  }

  #giveUp(position: number): void {
    const above = this.#above
    let taken = 0
    while (taken < above.length && above[taken] < position) {
      this.#gap(above[taken] - this.delivered)
      this.delivered = above[taken + 1]!
      taken += 2
    }
    if (position > this.delivered) {
      this.#gap(position - this.delivered)
      this.delivered = position
    }
    if (taken < above.length && above[taken] <= this.delivered) {
      this.delivered = above[taken + 1]!
      taken += 2
    }
    if (taken > 0) above.splice(0, taken)
  }

  #gap(bytes: number): void {
    if (this.skipping || bytes <= 0) return
    this.gaps++
    this.gapBytes += bytes
  }

  #insert(begin: number, end: number): void {
    const above = this.#above
    if (above.length === 0 && begin <= this.delivered) {
      this.delivered = end
      return
    }
    if (above === NONE) {
      this.#above = [begin, end]
      return
    }
    let first = above.length
    while (first > 0 && above[first - 1] >= begin) first -= 2
    let last = first
    let from = begin
    let to = end
    while (last < above.length && above[last] <= end) {
      from = Math.min(from, above[last])
      to = Math.max(to, above[last + 1])
      last += 2
    }
    if (from <= this.delivered) {
      this.delivered = Math.max(this.delivered, to)
      above.splice(first, last - first)
    } else above.splice(first, last - first, from, to)
  }

  #bufferedBytes(): number {
    let bytes = Math.max(0, this.delivered - this.#trimmed)
    if (bytes + (this.#above.at(-1) ?? 0) - this.delivered <= MAX_UNACKED_BYTES) return bytes
    for (let i = 0; i < this.#above.length; i += 2) bytes += this.#above[i + 1] - this.#above[i]
    return bytes
  }
}
