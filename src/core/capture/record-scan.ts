/** Looking at the records of a file where they stand: for who sees millions of them, and looks at little of each. */
import type { Room } from '../bytes/room.ts'

/** How records follow each other: as those of pcap with headers of 16 bytes, or as the enhanced packet blocks of pcapng's only interface. */
export type RecordKind = 'record' | 'block'

/** What a file has said about all its records by now. */
export interface ScanFormat {
  readonly kind: RecordKind
  /** LINKTYPE number of all (`link-type.ts`). */
  readonly linkType: number
  readonly littleEndian: boolean
  /** More captured bytes are odd. */
  readonly mostCaptured: number
  /** Nanoseconds of a unit of time: of a record's fraction, of a block's count. */
  readonly nsPerUnit: number
  /** Time of the first record: seconds and nanoseconds as `PcapReader` keeps them, or the words of a count and the rest (`TimeScale`). */
  readonly startHigh: number
  readonly startLow: number
  readonly startRestNs: number
}

/** What `assembly/records.ts` exports for a compiled loop, and says of it there. */
export interface RecordLoop {
  readAs(
    isBlocks: number,
    isSwapped: number,
    nsPerUnit: number,
    startHigh: number,
    startLow: number,
    startRestNs: number,
    mostCaptured: number,
  ): void
}

const MOST_UINT32 = 0xffffffff

/** Tells a compiled loop how the records are to be read that it is given next. */
export function tellFormat(loop: RecordLoop, format: ScanFormat): void {
  const { kind, littleEndian, nsPerUnit, startHigh, startLow, startRestNs, mostCaptured } = format
  const [isBlocks, isSwapped] = [kind === 'block' ? 1 : 0, littleEndian ? 0 : 1]
  loop.readAs(isBlocks, isSwapped, nsPerUnit, startHigh, startLow, startRestNs, Math.min(mostCaptured, MOST_UINT32))
}

/** Takes everyday records; the others go the usual way, in their turn. */
export interface RecordScan {
  /** Where the reader's buffer is to lie. */
  readonly room: Room
  /** How many records the last `take` took. */
  readonly taken: number
  /**
   * Takes records from the index `start` of the room on, to `end` at most; gives the index of the first that it did not take. Only here may the
   * room move: there is room for all that these records may add then, whoever takes them.
   *
   * @param format undefined where records are not for a scan: it takes none
   */
  take(start: number, end: number, format: ScanFormat | undefined): number
}

/** So many records go the usual way at a time where a scan takes none. */
const MOST_BETWEEN_SCANS = 64

/** Where a reader and a scan take turns. */
interface ScannedBuffer {
  start: number
  readonly end: number
}

/** A reader of records, as far as a scan takes turns with it. */
interface ScannedReader {
  /** How the records are to be read that come next; undefined where that is not for a scan. */
  format(): ScanFormat | undefined
  /** The scan took so many. */
  took(records: number): void
  /** Reads so many records at most, and moves the start of the buffer. Gives false when nothing more is to be read. */
  read(most: number): boolean
}

/**
 * Lets the scan take what it can of a buffer; where it stops, a record goes the usual way. The more often it takes none, the more go so before
 * it is asked again.
 */
export function takeTurns(scan: RecordScan, buffer: ScannedBuffer, reader: ScannedReader): void {
  let others = 1
  for (;;) {
    buffer.start = scan.take(buffer.start, buffer.end, reader.format())
    reader.took(scan.taken)
    others = scan.taken > 0 ? 1 : Math.min(others * 2, MOST_BETWEEN_SCANS)
    const { start } = buffer
    if (!reader.read(others) || buffer.start === start) return
  }
}
