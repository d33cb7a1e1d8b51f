/** A contiguous buffer between chunks of any size and records that need all their bytes side by side. */
import { HeapRoom, type Room } from './room.ts'

/** How much room `space` offers by default: the read size that measured fastest (it stays in the L2 cache). */
const READ_BYTES = 256 * 1024

/** Room for the tail of an unfinished record in front of a full read. */
const TAIL_BYTES = 64 * 1024

/**
 * Bytes `start` to `end` of `bytes` are unread. A producer writes into `space()` and says how much with `commit`; a consumer reads in
 * place and moves `start`. The memory is bounded by the largest amount that the consumer leaves unread, plus one read.
 */
export class ChunkBuffer {
  readonly #room: Room
  /** Index of the first unread byte; the consumer moves it forward. */
  start = 0
  /** Index after the last unread byte. */
  end = 0
  /** Offset in the input of `bytes[0]`. */
  base = 0

  /** @param room where the bytes are to lie; nobody else may use it */
  constructor(room: Room = new HeapRoom()) {
    this.#room = room
    room.grow(READ_BYTES + TAIL_BYTES, 0)
  }

  /** The memory. Replaced when it grows: take it again after each `space`. */
  get bytes(): Uint8Array {
    return this.#room.bytes
  }

  /** A view over all of `bytes`. */
  get view(): DataView {
    return this.#room.view
  }

  /** Offset in the input of the first unread byte. */
  get offset(): number {
    return this.base + this.start
  }

  /** Number of unread bytes. */
  get length(): number {
    return this.end - this.start
  }

  /** Room for at least `minBytes` more bytes, to be filled from its beginning; `commit` says how many were. */
  space(minBytes: number = TAIL_BYTES): Uint8Array {
    const unread = this.end - this.start
    const capacity = this.bytes.length
    // Moving no more than was consumed since the last move keeps the cost linear, and moving early keeps the memory in the cache.
    if (this.start > 0 && (unread <= this.start || capacity - this.end < minBytes)) {
      if (unread > 0) this.bytes.copyWithin(0, this.start, this.end)
      this.base += this.start
      this.start = 0
      this.end = unread
    }
    if (capacity - this.end < minBytes) this.#room.grow(Math.max(this.end + minBytes, capacity * 2), this.end)
    const { bytes } = this
    return bytes.subarray(this.end, Math.min(this.end + Math.max(minBytes, READ_BYTES), bytes.length))
  }

  /** The first `byteCount` bytes of the last `space` are filled. */
  commit(byteCount: number): void {
    this.end += byteCount
  }
}
