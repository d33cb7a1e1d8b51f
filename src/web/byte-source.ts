/** Bytes that can be read again wherever somebody looks. */

/** Bytes that can be read again. */
export interface ByteSource {
  /** The bytes from `from` to (not including) `to`, or as many as there are. Raises when the file has gone or changed. */
  read(from: number, to: number): Promise<Uint8Array>
}

/** Decompressed bytes are held up to this size; beyond it packets cannot be shown again. */
const MOST_HELD_BYTES = 2 ** 30

/** Bytes that came in pieces and are held in memory: what a compressed file contains. */
export class HeldBytes implements ByteSource {
  readonly #pieces: { readonly at: number; readonly bytes: Uint8Array }[] = []
  #length = 0

  /** Whether everything that came is held. */
  isWhole = true

  /** Takes the next bytes, which must not change later. */
  add(bytes: Uint8Array): void {
    if (this.#length + bytes.length > MOST_HELD_BYTES) this.isWhole = false
    if (this.isWhole) this.#pieces.push({ at: this.#length, bytes })
    this.#length += bytes.length
  }

  /** The pieces in order. */
  *all(): Generator<Uint8Array> {
    for (const { bytes } of this.#pieces) yield bytes
  }

  read(from: number, to: number): Promise<Uint8Array> {
    const end = Math.min(to, this.#length)
    const result = new Uint8Array(Math.max(0, end - from))
    for (let i = this.#pieceAt(from); i < this.#pieces.length && this.#pieces[i].at < end; i++) {
      const { at, bytes } = this.#pieces[i]
      const part = bytes.subarray(Math.max(0, from - at), end - at)
      result.set(part, Math.max(0, at - from))
    }
    return Promise.resolve(result)
  }

  #pieceAt(offset: number): number {
    let low = 0
    let high = this.#pieces.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#pieces[middle].at <= offset) low = middle
      else high = middle
    }
    return low
  }
}
