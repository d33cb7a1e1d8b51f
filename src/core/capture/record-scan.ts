/** Looking at the records of a pcap file where they stand: for who sees millions of them, and looks at little of each. */
import type { Room } from '../bytes/room.ts'

/** What the header of a file, and its first record, say about all others. */
export interface ScanFormat {
  /** LINKTYPE number of all (`link-type.ts`). */
  readonly linkType: number
  readonly littleEndian: boolean
  readonly nsPerFraction: number
  /** More captured bytes are odd. */
  readonly snaplen: number
  /** Time of the first record, as `PcapReader` keeps it. */
  readonly startSeconds: number
  readonly startRestNs: number
}

/** Takes everyday records with headers of 16 bytes; the others go the usual way, in their turn. */
export interface RecordScan {
  /** Where the reader's buffer is to lie. */
  readonly room: Room
  /** How many records the last `take` took. */
  readonly taken: number
  /** Takes records from the index `start` of the room on, to `end` at most; gives the index of the first that it did not take. */
  take(start: number, end: number, format: ScanFormat): number
}
