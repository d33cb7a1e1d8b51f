/** Memory for bytes that can become more. */

/** Memory that `grow` makes larger. Take `bytes` and `view` anew after anything that could have moved it. */
export interface Room {
  readonly bytes: Uint8Array
  /** A view over all of `bytes`. */
  readonly view: DataView
  /** Makes it `byteCount` bytes, more than before; its first `kept` bytes stay as they are. */
  grow(byteCount: number, kept: number): void
}

/** Memory of the JavaScript engine. */
export class HeapRoom implements Room {
  bytes = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)

  grow(byteCount: number, kept: number): void {
    const larger = new Uint8Array(byteCount)
    larger.set(this.bytes.subarray(0, kept))
    this.bytes = larger
    this.view = new DataView(larger.buffer)
  }
}
