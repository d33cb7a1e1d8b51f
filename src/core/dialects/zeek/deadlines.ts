/** Things to be looked at when their time comes: a binary heap. */

interface Deadline<T> {
  readonly atNs: number
  readonly item: T
}

/** Items by the time at which they are due, earliest first. */
export class Deadlines<T> {
  readonly #heap: Deadline<T>[] = []

  /** Number of deadlines waiting. */
  get size(): number {
    return this.#heap.length
  }

  /** Time of the earliest deadline, Infinity without any. */
  get nextNs(): number {
    return this.#heap[0]?.atNs ?? Infinity
  }

  /** Adds a deadline; one that never comes (Infinity) is left out. */
  add(atNs: number, item: T): void {
    if (!(atNs < Infinity)) return
    const heap = this.#heap
    const added = { atNs, item }
    let at = heap.length
    heap.push(added)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heap[parent].atNs <= atNs) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = added
  }

  /** Takes out the earliest item; undefined without any. */
  take(): T | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first?.item
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1].atNs < heap[child].atNs) child++
      if (heap[child].atNs >= last.atNs) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first.item
  }
}
