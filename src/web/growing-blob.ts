/** A file that is made piece by piece: what is finished is the browser's to keep, which puts it on the disk when it is much. */

/** Pieces are handed over in lots of this size. */
const LOT_BYTES = 16 * 1024 * 1024

/** Takes pieces, gives a blob. */
export class GrowingBlob {
  readonly #lots: Blob[] = []
  #pieces: BlobPart[] = []
  #bytes = 0

  /** Adds bytes, which must not change later, or text. */
  add(piece: Uint8Array<ArrayBuffer> | string): void {
    this.#pieces.push(piece)
    this.#bytes += piece.length
    if (this.#bytes >= LOT_BYTES) this.#handOver()
  }

  /** The whole, of the media type `type`. */
  finish(type: string): Blob {
    this.#handOver()
    return new Blob(this.#lots, { type })
  }

  #handOver(): void {
    this.#lots.push(new Blob(this.#pieces))
    this.#pieces = []
    this.#bytes = 0
  }
}
