/** Byte ranges of one direction that were jumped over and not seen yet. */

/** Most ranges kept; with more, the oldest is forgotten (its bytes then count as seen). */
const MOST_HOLES = 32

/** A bounded, ordered set of ranges [from, to) of positions. */
export class Holes {
  readonly #edges: number[] = []

  /** Number of ranges. */
  get count(): number {
    return this.#edges.length / 2
  }

  /** Bytes missing before `position`. */
  bytesBelow(position: number): number {
    let sum = 0
    for (let i = 0; i < this.#edges.length; i += 2) sum += Math.max(0, Math.min(this.#edges[i + 1], position) - this.#edges[i])
    return sum
  }

  /** Adds a range above all others. */
  add(from: number, to: number): void {
    if (this.#edges.length >= MOST_HOLES * 2) this.#edges.splice(0, 2)
    this.#edges.push(from, to)
  }

  /** Removes [from, to) from the ranges. Returns how many bytes of it had been missing. */
  fill(from: number, to: number): number {
    const edges = this.#edges
    let filled = 0
    for (let i = 0; i < edges.length; i += 2) {
      const start = edges[i]
      const end = edges[i + 1]
      const low = Math.max(start, from)
      const high = Math.min(end, to)
      if (low >= high) continue
      filled += high - low
      if (low === start && high === end) {
        edges.splice(i, 2)
        i -= 2
      } else if (low === start) edges[i] = high
      else if (high === end) edges[i + 1] = low
      else {
        edges.splice(i, 2, start, low, high, end)
        i += 2
      }
    }
    return filled
  }
}
