/** Zstandard frames (RFC 8878) as a stream for a Node that has none: the package `fzstd` decompresses them. */
import { Transform, type TransformCallback } from 'node:stream'
import { Decompress } from 'fzstd'

/** Undoes Zstandard: compressed bytes in, the original bytes out. Destroyed with an error where the data are damaged. */
export class ZstdFrames extends Transform {
  readonly #decompress = new Decompress((bytes) => {
    // The package goes on using its buffer.
    if (bytes.length > 0) this.push(Uint8Array.from(bytes))
  })

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#push(chunk, false, done)
  }

  override _flush(done: TransformCallback): void {
    this.#push(new Uint8Array(0), true, done)
  }

  #push(chunk: Uint8Array, isLast: boolean, done: TransformCallback): void {
    try {
      this.#decompress.push(Uint8Array.from(chunk), isLast)
      done()
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error))
      done(isLast ? Object.assign(reason, { code: 'Z_BUF_ERROR' }) : reason)
    }
  }
}
