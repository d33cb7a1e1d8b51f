/** What all statistics of `-z` have in common. */
import type { CaptureInfo, PacketRecord } from '../../../capture/record.ts'
import type { RecordScan } from '../../../capture/record-scan.ts'
import type { DissectedPacket } from '../field-item.ts'

/** Whether a packet matches the filter behind a `-z` argument. */
export type PacketCheck = (packet: DissectedPacket) => boolean

/** A statistic that grows packet by packet and is printed at the end. */
export interface Statistic {
  /** The names of the fields that it looks at; undefined when the records are enough. */
  readonly wanted: ReadonlySet<string> | undefined
  /** Takes the next packet; `packet` is undefined only when no statistic and no output looks at fields. */
  take(record: PacketRecord, packet: DissectedPacket | undefined): void
  /** Takes records from the file itself, where nobody looks at fields; the others come one by one. */
  readonly scan?: RecordScan | undefined
  /** The text to print, piece by piece: strings, or bytes that are valid until the next. `info` is what the reader came to know. */
  text(info: CaptureInfo): Iterable<string | Uint8Array>
}
