// A binary heap of things to happen, earliest first; ties keep the order of insertion.

/** @template T */
export class EventQueue {
  #times = []
  #orders = []
  #items = []
  #count = 0

  /** How many events wait. */
  get size() {
    return this.#items.length
  }

  /**
   * @param {number} time any unit, as long as it is always the same
   * @param {T} item
   */
  push(time, item) {
    const times = this.#times
    const orders = this.#orders
    const items = this.#items
    const order = this.#count++
    let i = items.length
    times.push(time)
    orders.push(order)
    items.push(item)
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (times[parent] <= time) break
      times[i] = times[parent]
      orders[i] = orders[parent]
      items[i] = items[parent]
      i = parent
    }
    times[i] = time
    orders[i] = order
    items[i] = item
  }

  /** The time of the earliest event, or Infinity. */
  get nextTime() {
    return this.#times.length === 0 ? Infinity : this.#times[0]
  }

  /** @returns {T | undefined} the earliest event, removed */
  pop() {
    const times = this.#times
    const orders = this.#orders
    const items = this.#items
    if (items.length === 0) return undefined
    const top = items[0]
    const time = times.pop()
    const order = orders.pop()
    const item = items.pop()
    const length = items.length
    if (length > 0) {
      let i = 0
      for (;;) {
        let child = 2 * i + 1
        if (child >= length) break
        const right = child + 1
        if (right < length && (times[right] < times[child] || (times[right] === times[child] && orders[right] < orders[child])))
          child = right
        if (times[child] > time || (times[child] === time && orders[child] > order)) break
        times[i] = times[child]
        orders[i] = orders[child]
        items[i] = items[child]
        i = child
      }
      times[i] = time
      orders[i] = order
      items[i] = item
    }
    return top
  }
}
