/** Readers that let the source of the bytes write straight into their buffer. */

import type { CaptureReader, RecordSink } from './record.ts'

/** A reader with a buffer of its own: `space` and `commit` spare the copy that `push` makes. */
export interface DirectReader extends CaptureReader {
  /** Room for at least `minBytes` (default: some ten kilobytes) of the input's next bytes. Valid until the next call of any method. */
  space(minBytes?: number): Uint8Array
  /** The first `byteCount` bytes of the last `space()` are the next bytes of the input. */
  commit(byteCount: number): void
}

/** A reader of a format in which a packet can be found again by its place in the input. */
export interface RereadableReader extends DirectReader {
  /** Offset in the input of the record (with its header) that the sink was called for last. */
  readonly recordOffset: number
  /**
   * A reader for a stretch of the same input that begins with the record at `offset`, one of `recordOffset`: push that stretch, and `sink`
   * sees its records with the times and interfaces that they have in the whole. Valid when all of the input up to there was read.
   */
  again(offset: number, sink: RecordSink): RereadableReader
}

/** Copies `chunk` into the reader, space by space, until it is all taken or the reader wants no more. */
export function pushCopy(reader: DirectReader, chunk: Uint8Array): void {
  let taken = 0
  while (taken < chunk.length && !reader.done) {
    const space = reader.space()
    const byteCount = Math.min(space.length, chunk.length - taken)
    space.set(taken === 0 && byteCount === chunk.length ? chunk : chunk.subarray(taken, taken + byteCount))
    reader.commit(byteCount)
    taken += byteCount
  }
}
