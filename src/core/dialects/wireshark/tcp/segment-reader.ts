/** Reads bytes of a segment as Wireshark does: past the captured bytes, or past the segment, dissection stops. */

/** Why dissection of a segment stopped: the capture kept less, or the sender's bytes end too early. */
export type StopReason = 'cut' | 'malformed'

/** The bytes of a segment (or of an option in it). One object is reused. */
export class SegmentReader {
  bytes: Uint8Array = new Uint8Array(0)
  /** The first byte of the segment. */
  offset = 0
  /** Behind the last captured byte. */
  capturedEnd = 0
  /** Behind the last byte that the segment (the option) has. */
  end = 0
  stopped: StopReason | undefined = undefined

  /** True when `count` bytes at `at` can be read; otherwise dissection has stopped. */
  has(at: number, count: number): boolean {
    if (at + count <= this.capturedEnd && at + count <= this.end) return true
    this.stopped ??= at + count > this.end ? 'malformed' : 'cut'
    return false
  }

  /** One byte; the caller has seen that it is there. */
  u8(at: number): number {
    return this.bytes[at]
  }

  /** Two bytes. */
  u16(at: number): number {
    return (this.bytes[at] << 8) | this.bytes[at + 1]
  }

  /** Three bytes. */
  u24(at: number): number {
    return (this.bytes[at] << 16) | (this.bytes[at + 1] << 8) | this.bytes[at + 2]
  }

  /** Four bytes as int32. */
  i32(at: number): number {
    return (this.bytes[at] << 24) | (this.bytes[at + 1] << 16) | (this.bytes[at + 2] << 8) | this.bytes[at + 3]
  }

  /** Four bytes without sign. */
  u32(at: number): number {
    return this.i32(at) >>> 0
  }

  /** Eight bytes. */
  u64(at: number): bigint {
    return (BigInt(this.u32(at)) << 32n) | BigInt(this.u32(at + 4))
  }

  /** A copy of `count` bytes. */
  copy(at: number, count: number): Uint8Array {
    return this.bytes.slice(at, at + count)
  }
}
