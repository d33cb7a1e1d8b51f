/** Finds the conversation of a segment by its addresses and ports, whichever way it goes. */
import { AddressNumbers, wordAt } from './address-numbers.ts'
import { TcpStreams } from './tcp-stream.ts'

const FIRST_ROWS = 1024
const HASH_PRIME = 0x01000193
const MIX = 0x85ebca6b
const IPV4_BYTES = 4
/** The words of a row: the ends in order, their ports, and which conversation it is; 0 there for an empty row. */
const LOW = 0
const HIGH = 1
const PORTS = 2
const STREAM = 3
const ROW_SHIFT = 2
/** In the last word, below the number of the conversation plus one: whether its first segment went from low to high, and the version of IP. */
const STARTED_LOW = 1
const IPV6 = 2
const NUMBER_SHIFT = 2

/**
 * All conversations of a capture. They are never forgotten, because a 4-tuple may come back. A row of the table stands for a 4-tuple and the
 * newest conversation on it: four words side by side, for the table is large, and every look at it waits for memory.
 */
export class StreamTable {
  readonly streams = new TcpStreams()
  readonly #ipv6 = new AddressNumbers()
  #rows = new Int32Array(FIRST_ROWS << ROW_SHIFT)
  #used = 0
  /** The 4-tuple that `find` was last asked for, and where its row is, or would be. */
  #low = 0
  #high = 0
  #ports = 0
  #version = 0
  #fromLow = false
  #at = 0

  /** True when the segment last found goes the way of its conversation's first. */
  get isForward(): boolean {
    const state = this.#rows[this.#at + STREAM]
    return state === 0 || this.#fromLow === ((state & STARTED_LOW) !== 0)
  }

  /** The number of a segment's conversation; -1 for a new 4-tuple. `begin` may follow. */
  find(source: Uint8Array, destination: Uint8Array, sourcePort: number, destinationPort: number): number {
    const isIpv4 = source.length === IPV4_BYTES
    const from = isIpv4 ? wordAt(source, 0) : this.#ipv6.of(source)
    const to = isIpv4 ? wordAt(destination, 0) : this.#ipv6.of(destination)
    const fromLow = from < to || (from === to && sourcePort <= destinationPort)
    const low = fromLow ? from : to
    const high = fromLow ? to : from
    const ports = fromLow ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort
    const version = isIpv4 ? 0 : IPV6
    this.#low = low
    this.#high = high
    this.#ports = ports
    this.#version = version
    this.#fromLow = fromLow
    const rows = this.#rows
    const mask = rows.length - 1
    let at = (hashOf(low, high, ports) << ROW_SHIFT) & mask
    for (; rows[at + STREAM] !== 0; at = (at + (1 << ROW_SHIFT)) & mask) {
      const state = rows[at + STREAM]
      if (rows[at + PORTS] !== ports || rows[at + LOW] !== low || rows[at + HIGH] !== high || (state & IPV6) !== version) continue
      this.#at = at
      return (state >>> NUMBER_SHIFT) - 1
    }
    this.#at = at
    return -1
  }

  /** Begins a conversation on the 4-tuple that `find` was last asked for; gives its number. */
  begin(timeNs: number): number {
    const index = this.streams.begin(timeNs)
    const rows = this.#rows
    const at = this.#at
    const isNew = rows[at + STREAM] === 0
    rows[at + LOW] = this.#low
    rows[at + HIGH] = this.#high
    rows[at + PORTS] = this.#ports
    rows[at + STREAM] = ((index + 1) << NUMBER_SHIFT) | this.#version | (this.#fromLow ? STARTED_LOW : 0)
    if (isNew && ++this.#used << (ROW_SHIFT + 1) > rows.length) this.#grow()
    return index
  }

  #grow(): void {
    const old = this.#rows
    const rows = new Int32Array(old.length * 2)
    const mask = rows.length - 1
    let found = 0
    for (let from = 0; from < old.length; from += 1 << ROW_SHIFT) {
      if (old[from + STREAM] === 0) continue
      let to = (hashOf(old[from + LOW], old[from + HIGH], old[from + PORTS]) << ROW_SHIFT) & mask
      while (rows[to + STREAM] !== 0) to = (to + (1 << ROW_SHIFT)) & mask
      rows[to + LOW] = old[from + LOW]
      rows[to + HIGH] = old[from + HIGH]
      rows[to + PORTS] = old[from + PORTS]
      rows[to + STREAM] = old[from + STREAM]
      if (from === this.#at) found = to
    }
    this.#rows = rows
    this.#at = found
  }
}

function hashOf(low: number, high: number, ports: number): number {
  let hash = Math.imul(ports, MIX)
  hash = Math.imul(hash ^ low, HASH_PRIME)
  hash = Math.imul(hash ^ (hash >>> 15) ^ high, MIX)
  return hash ^ (hash >>> 13) ^ (hash >>> 22)
}
