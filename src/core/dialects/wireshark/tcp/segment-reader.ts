/** Reads bytes of a segment as Wireshark does: past the captured bytes, or past the segment, dissection stops. */

/**
 * Why dissection of a segment stopped: the capture kept less, or the sender's bytes end too early (`contained`: in an option that
 * promises more than the segment has).
 */
export type StopReason = 'cut' | 'malformed' | 'contained'

/** The bytes of a segment (or of an option in it). One object is reused. */
export class SegmentReader {
  bytes: Uint8Array = new Uint8Array(0)
  /** The first byte of the segment. */
  offset = 0
  /** Behind the last captured byte. */
  capturedEnd = 0
  /** Behind the last byte that the segment has. */
  end = 0
  /** Behind the last byte of the option at hand; infinite outside of options. */
  optionEnd = Infinity
  stopped: StopReason | undefined = undefined

  /** True when `count` bytes at `at` can be read; otherwise dissection has stopped. */
  has(at: number, count: number): boolean {
    const end = at + count
    if (end <= this.capturedEnd && end <= this.end && end <= this.optionEnd) return true
    if (end > this.optionEnd) this.stopped ??= 'malformed'
    else if (end > this.end) this.stopped ??= this.optionEnd === Infinity ? 'malformed' : 'contained'
    else this.stopped ??= 'cut'
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

  /** A copy of `count` bytes, or of as many as there are. */
  copy(at: number, count: number): Uint8Array {
    return this.bytes.slice(at, Math.max(at, Math.min(at + count, this.capturedEnd, this.end)))
  }
}
