/** Where the bytes of an input come from, first in order, then again wherever somebody looks. */

/** Bytes that can be read again. */
export interface ByteSource {
  /** The bytes from `from` to (not including) `to`, or as many as there are. Raises when the file has gone or changed. */
  read(from: number, to: number): Promise<Uint8Array>
}

/** A file, or text that was pasted: nothing is held. */
export class BlobSource implements ByteSource {
  readonly #blob: Blob

  constructor(blob: Blob) {
    this.#blob = blob
  }

  async read(from: number, to: number): Promise<Uint8Array> {
    return new Uint8Array(await this.#blob.slice(from, to).arrayBuffer())
  }
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

/** The first slice is small, so that a first answer is there at once; the following ones as large as reads fastest. */
const FIRST_SLICE_BYTES = 256 * 1024
const LARGEST_SLICE_BYTES = 16 * 1024 * 1024
const SLICE_GROWTH = 4

/** The slices of a file in order, the next one already asked for while the last is worked on. */
export async function* slicesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  let sliceBytes = FIRST_SLICE_BYTES
  let at = 0
  const ask = (): Promise<ArrayBuffer> => {
    const slice = blob.slice(at, at + sliceBytes)
    at += sliceBytes
    sliceBytes = Math.min(LARGEST_SLICE_BYTES, sliceBytes * SLICE_GROWTH)
    return slice.arrayBuffer()
  }
  let next: Promise<ArrayBuffer> | undefined = ask()
  while (next !== undefined) {
    const bytes = new Uint8Array(await next)
    next = at < blob.size ? ask() : undefined
    yield bytes
  }
}

/** The pieces of a gzip file, decompressed. Raises a `TypeError` when the file is damaged. */
export async function* decompressed(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    yield value
  }
}
