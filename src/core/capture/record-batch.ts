/** Records side by side in columns: for who sees millions of them, and looks at little of each. */
import { PacketRecord } from './record.ts'

/** So many records at a time keep the columns in the nearest cache. */
export const BATCH_RECORDS = 512

/** Records that lie in one buffer, in the order of the input; they are all of one link type, and nothing about them is odd. */
export class RecordBatch {
  /** The buffer that holds the packets. Valid only during the call. */
  bytes: Uint8Array = new Uint8Array(0)
  /** A view over the same memory as `bytes`, same offset 0. */
  view: DataView = new DataView(this.bytes.buffer)
  /** LINKTYPE number of all (`link-type.ts`). */
  linkType = 0
  /** How many there are, at most `BATCH_RECORDS`. */
  count = 0
  /** Offsets of the packets' first bytes in the buffer. */
  readonly from = new Int32Array(BATCH_RECORDS)
  /** Numbers of bytes captured. */
  readonly capLen = new Int32Array(BATCH_RECORDS)
  /** Numbers of bytes on the wire. */
  readonly wireLen = new Float64Array(BATCH_RECORDS)
  /** Nanoseconds since the start of the capture. */
  readonly timeNs = new Float64Array(BATCH_RECORDS)
  private readonly record = new PacketRecord()

  /** The record at `index` for itself. Valid until the next call. */
  recordAt(index: number): PacketRecord {
    const { record } = this
    record.bytes = this.bytes
    record.view = this.view
    record.linkType = this.linkType
    record.from = this.from[index]
    record.capLen = this.capLen[index]
    record.wireLen = this.wireLen[index]
    record.timeNs = this.timeNs[index]
    return record
  }
}

/** Takes each batch in turn. The batch is reused after the call. */
export type BatchSink = (batch: RecordBatch) => void
