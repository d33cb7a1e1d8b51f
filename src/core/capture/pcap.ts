/** Reads pcap files: every byte order, time unit and header variant that tcpdump reads, and IXIA's. */

import { ChunkBuffer } from '../bytes/chunk-buffer.ts'
import { newCaptureInfo } from './capture-info.ts'
import { type RereadableReader, pushCopy } from './direct-reader.ts'
import { maxPacketBytes, splitLinkTypeField } from './link-type.ts'
import { type CaptureInfo, DIRECTION, PacketRecord, type RecordSink } from './record.ts'
import { type RecordScan, type ScanFormat, takeTurns } from './record-scan.ts'

const FILE_HEADER_BYTES = 24
const RECORD_HEADER_BYTES = 16
/** The "modified" format of Linux 2.2 days adds interface, protocol and packet type to each record header. */
const MODIFIED_RECORD_HEADER_BYTES = 24
/** IXIA's files have the file's size after the usual header. */
const IXIA_FILE_HEADER_BYTES = 28

/** Linux' packet type for a packet that the host itself sent. */
const PACKET_OUTGOING = 4

const NS_PER_S = 1e9
const HALF_SECOND = 0.5

/** What a magic number says about the rest of the file. */
interface Variant {
  readonly nsPerFraction: number
  readonly fileHeaderBytes: number
  readonly recordHeaderBytes: number
}

const VARIANTS: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { nsPerFraction: 1000, fileHeaderBytes: FILE_HEADER_BYTES, recordHeaderBytes: RECORD_HEADER_BYTES }],
  [0xa1b23c4d, { nsPerFraction: 1, fileHeaderBytes: FILE_HEADER_BYTES, recordHeaderBytes: RECORD_HEADER_BYTES }],
  [0xa1b2cd34, { nsPerFraction: 1000, fileHeaderBytes: FILE_HEADER_BYTES, recordHeaderBytes: MODIFIED_RECORD_HEADER_BYTES }],
  [0x1c0001ac, { nsPerFraction: 1, fileHeaderBytes: IXIA_FILE_HEADER_BYTES, recordHeaderBytes: RECORD_HEADER_BYTES }],
  [0x1c0001ab, { nsPerFraction: 1, fileHeaderBytes: IXIA_FILE_HEADER_BYTES, recordHeaderBytes: RECORD_HEADER_BYTES }],
])

/** True when four bytes at the start of a file, read in either byte order, are the magic of a pcap file. `magic` is big-endian. */
export function isPcapMagic(magic: number): boolean {
  return VARIANTS.has(magic) || VARIANTS.has(swapped(magic))
}

function swapped(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
}

/** The versions before 2.4: some had captured and original length the other way round. */
const MAJOR = 2
const MINOR = 4
const MINOR_SOMETIMES_SWAPPED = 3
/** A version that old Digital Unix systems wrote, with swapped lengths. */
const MAJOR_DIGITAL_UNIX = 543

/** Lengths in the record header: as they should be, the other way round, or so when the first is the larger. */
type LengthOrder = 'usual' | 'swapped' | 'sometimes-swapped'

/** The reader of one pcap input. */
export class PcapReader implements RereadableReader {
  readonly info: CaptureInfo = newCaptureInfo('pcap')
  done = false
  private readonly sink: RecordSink
  private readonly scan: RecordScan | undefined
  private readonly buffer: ChunkBuffer
  private readonly record = new PacketRecord()
  private started = false
  private littleEndian = true
  private nsPerFraction = 1000
  private recordHeaderBytes = RECORD_HEADER_BYTES
  private lengthOrder: LengthOrder = 'usual'
  private maxCapLen = 0
  private snaplen = 0
  private packetCount = 0
  /**
   * Time of the first record: seconds less a half, and the rest with that half as nanoseconds. The half keeps the arithmetic of the hot
   * loop in doubles from the first record on; small whole numbers first would cost a compilation when they grow. It stays exact.
   */
  private startSeconds = 0.5
  private startRestNs = 0.5

  /** Hands each record of the input to `sink`, but for those that a `scan` took before. */
  constructor(sink: RecordSink, scan?: RecordScan) {
    this.sink = sink
    this.scan = scan
    this.buffer = new ChunkBuffer(scan?.room)
  }

  get recordOffset(): number {
    return this.buffer.base + this.record.from - this.recordHeaderBytes
  }

  again(offset: number, sink: RecordSink): PcapReader {
    const reader = new PcapReader(sink)
    const { info } = reader
    info.startNs = this.info.startNs
    info.interfaces.push(...this.info.interfaces)
    reader.record.linkType = this.record.linkType
    reader.littleEndian = this.littleEndian
    reader.nsPerFraction = this.nsPerFraction
    reader.recordHeaderBytes = this.recordHeaderBytes
    reader.lengthOrder = this.lengthOrder
    reader.maxCapLen = this.maxCapLen
    reader.snaplen = this.snaplen
    reader.startSeconds = this.startSeconds
    reader.startRestNs = this.startRestNs
    reader.buffer.base = offset
    reader.started = true
    // The start is known: no record of the stretch is the first of the input.
    reader.packetCount = 1
    return reader
  }

  push(chunk: Uint8Array): void {
    pushCopy(this, chunk)
  }

  space(minBytes?: number): Uint8Array {
    return this.buffer.space(minBytes)
  }

  commit(byteCount: number): void {
    if (this.done) return
    this.buffer.commit(byteCount)
    if (!this.started) this.readFileHeader()
    if (!this.started || this.done) return
    if (this.packetCount === 0 && this.buffer.length >= this.recordHeaderBytes) this.setStart(this.buffer.view, this.buffer.start)
    if (this.scan === undefined) this.readRecords(Infinity)
    else this.scanRecords(this.scan)
  }

  end(): void {
    if (this.done) return
    const { length, offset, view, start } = this.buffer
    if (!this.started) {
      if (length === 0) this.fail('empty-file', 0, 'The input is empty.')
      else this.fail('truncated-file', offset + length, `The input ends after ${length} bytes, inside the header of the file.`)
    } else if (length > 0) {
      const packet = this.packetCount + 1
      const neededBytes = this.recordHeaderBytes + (length < this.recordHeaderBytes ? 0 : this.capLenAt(view, start))
      this.fail(
        'truncated-file',
        offset,
        `The input is cut inside packet ${packet}, which starts at byte ${offset}: ${length} of ${neededBytes} bytes are there.`,
      )
    }
    this.done = true
  }

  private capLenAt(view: DataView, at: number): number {
    const first = view.getUint32(at + 8, this.littleEndian)
    const second = view.getUint32(at + 12, this.littleEndian)
    return this.lengthOrder === 'swapped' || (this.lengthOrder === 'sometimes-swapped' && first > second) ? second : first
  }

  private fail(code: string, offset: number, message: string): void {
    this.info.problems.push({ code, offset, message })
    this.done = true
  }

  private readFileHeader(): void {
    const { view, start, length } = this.buffer
    if (length < 4) return
    const magic = view.getUint32(start, false)
    this.littleEndian = !VARIANTS.has(magic)
    const variant = VARIANTS.get(view.getUint32(start, this.littleEndian))
    if (variant === undefined) {
      return this.fail('bad-magic', 0, `The input starts with ${hex(magic)}, which is not the magic of a pcap file.`)
    }
    if (length < variant.fileHeaderBytes) return
    const major = view.getUint16(start + 4, this.littleEndian)
    const minor = view.getUint16(start + 6, this.littleEndian)
    if (major < MAJOR) return this.fail('unsupported-version', 4, `The pcap file has the archaic version ${major}.${minor}.`)
    if (major === MAJOR_DIGITAL_UNIX || (major === MAJOR && minor < MINOR_SOMETIMES_SWAPPED)) this.lengthOrder = 'swapped'
    else if (major === MAJOR && minor === MINOR_SOMETIMES_SWAPPED) this.lengthOrder = 'sometimes-swapped'
    else if (major !== MAJOR || minor !== MINOR) {
      return this.fail('unsupported-version', 4, `The pcap file has version ${major}.${minor}, which nobody has defined.`)
    }
    const claimedSnaplen = view.getUint32(start + 16, this.littleEndian)
    const { linkType } = splitLinkTypeField(view.getUint32(start + 20, this.littleEndian))
    this.nsPerFraction = variant.nsPerFraction
    this.recordHeaderBytes = variant.recordHeaderBytes
    this.maxCapLen = maxPacketBytes(linkType)
    // As libpcap does: no limit, and a limit that no signed number can hold, both mean the largest.
    const hasSnaplen = claimedSnaplen > 0 && claimedSnaplen < 2 ** 31
    this.snaplen = hasSnaplen ? Math.min(claimedSnaplen, this.maxCapLen) : this.maxCapLen
    this.record.linkType = linkType
    const timeDigits = this.nsPerFraction === 1 ? 9 : 6
    this.info.interfaces.push({ name: '', linkType, snaplen: hasSnaplen ? claimedSnaplen : 0, dropped: undefined, timeDigits })
    this.buffer.start += variant.fileHeaderBytes
    this.started = true
  }

  /** The hot loop: every record that is complete, or the first `most` of them. No allocation, one shape. */
  private readRecords(most: number): void {
    const { buffer, record, sink, littleEndian, nsPerFraction, recordHeaderBytes, maxCapLen, snaplen } = this
    const view = buffer.view
    const end = buffer.end
    const capLenOffset = this.lengthOrder === 'swapped' ? 12 : 8
    const wireLenOffset = 20 - capLenOffset
    let at = buffer.start
    let packetCount = this.packetCount
    const lastPacket = packetCount + most
    if (end - at < recordHeaderBytes) return
    const startSeconds = this.startSeconds
    const startRestNs = this.startRestNs
    record.bytes = buffer.bytes
    record.view = view
    while (end - at >= recordHeaderBytes && packetCount < lastPacket) {
      let capLen = view.getUint32(at + capLenOffset, littleEndian)
      let wireLen = view.getUint32(at + wireLenOffset, littleEndian)
      if (capLen > wireLen && this.lengthOrder === 'sometimes-swapped') {
        const larger = capLen
        capLen = wireLen
        wireLen = larger
      }
      if (capLen > maxCapLen) {
        this.failOnLength(packetCount + 1, buffer.base + at, capLen)
        break
      }
      const from = at + recordHeaderBytes
      if (end - from < capLen) break
      record.from = from
      const keptLen = capLen < snaplen ? capLen : snaplen
      record.capLen = keptLen
      record.wireLen = wireLen < keptLen ? keptLen : wireLen
      record.statedWireLen = wireLen < keptLen ? wireLen : -1
      record.timeNs =
        (view.getUint32(at, littleEndian) - startSeconds) * NS_PER_S + (view.getUint32(at + 4, littleEndian) * nsPerFraction - startRestNs)
      if (recordHeaderBytes === MODIFIED_RECORD_HEADER_BYTES) this.setDirection(view.getUint8(at + 22))
      at = from + capLen
      packetCount++
      sink(record)
    }
    buffer.start = at
    this.packetCount = packetCount
  }

  private scanRecords(scan: RecordScan): void {
    const { buffer, littleEndian, nsPerFraction, snaplen, startSeconds, startRestNs } = this
    const isUsual = this.recordHeaderBytes === RECORD_HEADER_BYTES && this.lengthOrder === 'usual'
    const format: ScanFormat = {
      kind: 'record',
      linkType: this.record.linkType,
      littleEndian,
      mostCaptured: snaplen,
      nsPerUnit: nsPerFraction,
      startHigh: startSeconds,
      startLow: 0,
      startRestNs,
    }
    takeTurns(scan, buffer, {
      format: () => (isUsual ? format : undefined),
      took: (records) => {
        this.packetCount += records
      },
      read: (most) => {
        this.readRecords(most)
        return !this.done
      },
    })
  }

  /** Times are relative to the first record; its own fraction may be any nonsense, and counts as it stands. */
  private setStart(view: DataView, at: number): void {
    const seconds = view.getUint32(at, this.littleEndian)
    const fractionNs = view.getUint32(at + 4, this.littleEndian) * this.nsPerFraction
    this.info.startNs = BigInt(seconds) * BigInt(NS_PER_S) + BigInt(fractionNs)
    this.startSeconds = seconds - HALF_SECOND
    this.startRestNs = fractionNs + HALF_SECOND * NS_PER_S
  }

  private setDirection(packetType: number): void {
    this.record.direction = packetType === PACKET_OUTGOING ? DIRECTION.out : DIRECTION.in
  }

  private failOnLength(packet: number, offset: number, capLen: number): void {
    this.fail(
      'bad-length',
      offset,
      `Packet ${packet} at byte ${offset} claims ${capLen} captured bytes, more than the ${this.maxCapLen} that a record can have.`,
    )
  }
}

function hex(word: number): string {
  return '0x' + word.toString(16).padStart(8, '0')
}
