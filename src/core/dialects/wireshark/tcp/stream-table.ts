/** Finds the conversation of a segment by its addresses and ports, whichever way it goes. */
import { TcpStream } from './tcp-stream.ts'

const FIRST_SLOTS = 1024
const HASH_PRIME = 0x01000193
const MIX = 0x85ebca6b
const WORD = 4
const IPV4_BYTES = 4

/** One 4-tuple, and the newest conversation on it. */
interface Entry {
  readonly low: Uint8Array
  readonly high: Uint8Array
  readonly lowPort: number
  readonly highPort: number
  /** Whether the first segment of the newest conversation went from low to high. */
  startedLow: boolean
  stream: TcpStream
}

/** All conversations of a capture. They are never forgotten, because a 4-tuple may come back. */
export class StreamTable {
  /** Streams in the order of their numbers. */
  readonly streams: TcpStream[] = []
  #slots = emptySlots(FIRST_SLOTS)
  #hashes = new Int32Array(FIRST_SLOTS)
  #used = 0
  #entry: Entry | undefined
  #fromLow = false

  /** True when the segment last found goes the way of its conversation's first. */
  get isForward(): boolean {
    return this.#entry === undefined || this.#fromLow === this.#entry.startedLow
  }

  /** The conversation of a segment; undefined for a new 4-tuple. `begin` may follow. */
  find(source: Uint8Array, destination: Uint8Array, sourcePort: number, destinationPort: number): TcpStream | undefined {
    const fromLow = compare(source, destination, sourcePort, destinationPort) <= 0
    const low = fromLow ? source : destination
    const high = fromLow ? destination : source
    const lowPort = fromLow ? sourcePort : destinationPort
    const highPort = fromLow ? destinationPort : sourcePort
    const hash = hashOf(low, high, lowPort, highPort)
    const mask = this.#slots.length - 1
    this.#fromLow = fromLow
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = this.#slots[at]
      if (entry === undefined) break
      if (
        this.#hashes[at] === hash &&
        entry.lowPort === lowPort &&
        entry.highPort === highPort &&
        same(entry.low, low) &&
        same(entry.high, high)
      ) {
        this.#entry = entry
        return entry.stream
      }
    }
    this.#entry = undefined
    return undefined
  }

  /** Begins a conversation on the 4-tuple that `find` was last asked for. */
  begin(source: Uint8Array, destination: Uint8Array, sourcePort: number, destinationPort: number, timeNs: number): TcpStream {
    const stream = new TcpStream(this.streams.length, timeNs)
    this.streams.push(stream)
    if (this.#entry !== undefined) {
      this.#entry.stream = stream
      this.#entry.startedLow = this.#fromLow
      return stream
    }
    const fromLow = this.#fromLow
    const entry: Entry = {
      low: (fromLow ? source : destination).slice(),
      high: (fromLow ? destination : source).slice(),
      lowPort: fromLow ? sourcePort : destinationPort,
      highPort: fromLow ? destinationPort : sourcePort,
      startedLow: fromLow,
      stream,
    }
    this.#put(entry, hashOf(entry.low, entry.high, entry.lowPort, entry.highPort))
    this.#entry = entry
    this.#used++
    if (this.#used * 2 > this.#slots.length) this.#grow()
    return stream
  }

  #put(entry: Entry, hash: number): void {
    const mask = this.#slots.length - 1
    let at = hash & mask
    while (this.#slots[at] !== undefined) at = (at + 1) & mask
    this.#slots[at] = entry
    this.#hashes[at] = hash
  }

  #grow(): void {
    const slots = this.#slots
    const hashes = this.#hashes
    this.#slots = emptySlots(slots.length * 2)
    this.#hashes = new Int32Array(slots.length * 2)
    for (let at = 0; at < slots.length; at++) {
      const entry = slots[at]
      if (entry !== undefined) this.#put(entry, hashes[at])
    }
  }
}

function emptySlots(count: number): (Entry | undefined)[] {
  return Array.from({ length: count })
}

/** Negative, 0 or positive as the source end sorts before, with or behind the destination end. */
function compare(source: Uint8Array, destination: Uint8Array, sourcePort: number, destinationPort: number): number {
  for (let at = 0; at < source.length; at++) {
    const difference = source[at] - destination[at]
    if (difference !== 0) return difference
  }
  return sourcePort - destinationPort
}

function hashOf(low: Uint8Array, high: Uint8Array, lowPort: number, highPort: number): number {
  let hash = Math.imul((lowPort << 16) | highPort, MIX)
  if (low.length === IPV4_BYTES) {
    hash = Math.imul(hash ^ word(low, 0), HASH_PRIME)
    hash = Math.imul(hash ^ (hash >>> 15) ^ word(high, 0), MIX)
  } else {
    for (let at = 0; at < low.length; at += WORD) {
      hash = Math.imul(hash ^ word(low, at), HASH_PRIME)
      hash = Math.imul(hash ^ (hash >>> 15) ^ word(high, at), MIX)
    }
  }
  return hash ^ (hash >>> 13) ^ (hash >>> 22)
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return true
}
