/** Writes pcap files: one link type, microseconds, or nanoseconds where the times need them. */

import { MAX_PACKET_BYTES } from './link-type.ts'
import type { PacketRecord } from './record.ts'

/** Takes the bytes of a file, piece by piece. A piece is not touched again by the writer. */
export type ByteSink = (bytes: Uint8Array) => void

/** Why a packet cannot be part of the file: a pcap file has one link type for all its packets. Write pcapng instead. */
export interface LinkTypeRefusal {
  readonly reason: 'other-link-type'
  /** The link type of the file. */
  readonly expected: number
  /** The link type of the refused packet. */
  readonly found: number
}

/** Which fraction of a second a file counts: `auto` looks at the first packets, up to some thousand. */
export type PcapTimeUnit = 'auto' | 'microseconds' | 'nanoseconds'

const FILE_HEADER_BYTES = 24
const RECORD_HEADER_BYTES = 16
const MAGIC_MICROSECONDS = 0xa1b2c3d4
const MAGIC_NANOSECONDS = 0xa1b23c4d
const NS_PER_S = 1_000_000_000n
const NS_PER_US = 1000

/** With `auto`, the unit is decided when this much is waiting to be written: no packet's time falls on a microsecond this often by chance. */
const WAITING_BYTES = 256 * 1024

/** Writes one pcap file. */
export class PcapWriter {
  /** How many packets had a time finer than the unit that the file already had; they were rounded down. */
  roundedTimes = 0
  private readonly sink: ByteSink
  private unit: PcapTimeUnit
  private linkType: number | undefined
  private readonly snaplen: number
  /** Records with nanoseconds, kept while the unit is not decided. */
  private waiting: Uint8Array[] = []
  private waitingBytes = 0
  private needsNanoseconds = false

  /** The file goes to `sink`. Without `linkType`, the first packet decides; `snaplen` only stands in the header. */
  constructor(sink: ByteSink, options: { readonly unit?: PcapTimeUnit; readonly linkType?: number; readonly snaplen?: number } = {}) {
    this.sink = sink
    this.unit = options.unit ?? 'auto'
    this.linkType = options.linkType
    this.snaplen = options.snaplen ?? MAX_PACKET_BYTES
    if (this.linkType !== undefined && this.unit !== 'auto') this.writeFileHeader(this.linkType)
  }

  /**
   * Writes a packet. `startNs` is the start of the capture that the record's time counts from (0 where it has none); a record without
   * a time gets the start's. Returns a refusal when its link type is not the file's; the file is then as before.
   */
  write(record: PacketRecord, startNs: bigint): LinkTypeRefusal | undefined {
    if (this.linkType === undefined) {
      this.linkType = record.linkType
      if (this.unit !== 'auto') this.writeFileHeader(this.linkType)
    }
    if (record.linkType !== this.linkType) return { reason: 'other-link-type', expected: this.linkType, found: record.linkType }
    const timeNs = absoluteTimeNs(record, startNs)
    const fractionNs = Number(timeNs % NS_PER_S)
    const bytes = new Uint8Array(RECORD_HEADER_BYTES + record.capLen)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, Number(timeNs / NS_PER_S), true)
    view.setUint32(4, fractionNs, true)
    view.setUint32(8, record.capLen, true)
    view.setUint32(12, record.wireLen, true)
    bytes.set(record.bytes.subarray(record.from, record.from + record.capLen), RECORD_HEADER_BYTES)
    if (this.unit !== 'auto') {
      this.writeRecord(bytes)
      return undefined
    }
    this.needsNanoseconds ||= fractionNs % NS_PER_US !== 0
    this.waiting.push(bytes)
    this.waitingBytes += bytes.length
    if (this.needsNanoseconds || this.waitingBytes >= WAITING_BYTES) this.decideUnit(this.linkType)
    return undefined
  }

  /** Ends the file. A file without packets and without a link type gets `linkType`. */
  end(linkType = 1): void {
    if (this.unit === 'auto') this.decideUnit(this.linkType ?? linkType)
    else if (this.linkType === undefined) this.writeFileHeader(linkType)
  }

  private decideUnit(linkType: number): void {
    this.unit = this.needsNanoseconds ? 'nanoseconds' : 'microseconds'
    this.writeFileHeader(linkType)
    for (const bytes of this.waiting) this.writeRecord(bytes)
    this.waiting = []
  }

  /** Writes a record whose fraction is in nanoseconds so far. */
  private writeRecord(bytes: Uint8Array): void {
    if (this.unit === 'microseconds') {
      const view = new DataView(bytes.buffer)
      const fractionNs = view.getUint32(4, true)
      if (fractionNs % NS_PER_US !== 0) this.roundedTimes++
      view.setUint32(4, Math.floor(fractionNs / NS_PER_US), true)
    }
    this.sink(bytes)
  }

  private writeFileHeader(linkType: number): void {
    const header = new DataView(new ArrayBuffer(FILE_HEADER_BYTES))
    header.setUint32(0, this.unit === 'nanoseconds' ? MAGIC_NANOSECONDS : MAGIC_MICROSECONDS, true)
    header.setUint16(4, 2, true)
    header.setUint16(6, 4, true)
    header.setUint32(16, this.snaplen, true)
    header.setUint32(20, linkType, true)
    this.sink(new Uint8Array(header.buffer))
  }
}

/** Nanoseconds since 1970 of a record, never before that: no capture file can say so. A record without a time gets `startNs`. */
export function absoluteTimeNs(record: PacketRecord, startNs: bigint): bigint {
  const timeNs = Number.isNaN(record.timeNs) ? startNs : startNs + BigInt(Math.round(record.timeNs))
  return timeNs < 0n ? 0n : timeNs
}
