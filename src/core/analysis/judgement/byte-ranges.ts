/** A bounded set of byte ranges of one direction: what the receiver said it has beyond its acknowledgment. */

/** Ranges kept; a receiver with more holes than this loses the lowest. */
const MOST_RANGES = 64

/** Ordered ranges [from, to) of positions that do not touch. */
export class ByteRanges {
  readonly #edges: number[] = []

  /** Bytes in all ranges. */
  get bytes(): number {
    let sum = 0
    for (let i = 0; i < this.#edges.length; i += 2) sum += this.#edges[i + 1] - this.#edges[i]
    return sum
  }

  get isEmpty(): boolean {
    return this.#edges.length === 0
  }

  /** Adds [from, to). Returns how many of its bytes were new. */
  add(from: number, to: number): number {
    if (!(to > from)) return 0
    const before = this.bytes
    const edges = this.#edges
    let low = from
    let high = to
    let at = 0
    while (at < edges.length && edges[at + 1] < low) at += 2
    let end = at
    while (end < edges.length && edges[end] <= high) {
      low = Math.min(low, edges[end])
      high = Math.max(high, edges[end + 1])
      end += 2
    }
    edges.splice(at, end - at, low, high)
    const added = this.bytes - before
    if (edges.length > MOST_RANGES * 2) edges.splice(0, 2)
    return added
  }

  /** Whether all of [from, to) is in it. */
  covers(from: number, to: number): boolean {
    const edges = this.#edges
    for (let i = 0; i < edges.length; i += 2) if (edges[i] <= from && to <= edges[i + 1]) return true
    return false
  }

  /** Forgets what lies below `position`. */
  dropBelow(position: number): void {
    const edges = this.#edges
    while (edges.length > 0 && edges[1] <= position) edges.splice(0, 2)
    if (edges.length > 0 && edges[0] < position) edges[0] = position
  }
}
