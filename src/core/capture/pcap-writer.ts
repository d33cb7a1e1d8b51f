/** Writes pcap files: one link type, microseconds, or nanoseconds where the times need them. */

import { MAX_PACKET_BYTES } from './link-type.ts'
import type { PacketRecord } from './record.ts'

/** Takes the bytes of a file, piece by piece, each a number of whole records. A piece is valid during the call only. */
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
const NS_PER_S = 1_000_000_000
const NS_PER_US = 1000

/**
 * So much is collected before the sink is called. With `auto`, the unit is decided then at the latest: no packet's time falls on a
 * microsecond this often by chance.
 */
const BUFFER_BYTES = 256 * 1024

/** Longer packets are copied by the engine; for shorter ones its call costs more than a loop. */
const LONGEST_LOOP_BYTES = 160

/** Writes one pcap file. It may be written to two hundred thousand times a second: nothing is allocated per packet. */
export class PcapWriter {
  /** How many packets had a time finer than the unit that the file already had; they were rounded down. */
  roundedTimes = 0
  /** Bytes of the file so far, collected ones included. */
  byteCount = FILE_HEADER_BYTES
  private readonly sink: ByteSink
  private unit: PcapTimeUnit
  private linkType: number | undefined
  private readonly snaplen: number
  private bytes = new Uint8Array(BUFFER_BYTES)
  private view = new DataView(this.bytes.buffer)
  /** Bytes that are collected; while the unit is not decided, with nanoseconds, and without the header of the file. */
  private used = 0
  private needsNanoseconds = false
  private startNs = 0n
  private startSeconds = 0
  private startFractionNs = 0

  /** The file goes to `sink`. Without `linkType`, the first packet decides; `snaplen` only stands in the header. */
  constructor(sink: ByteSink, options: { readonly unit?: PcapTimeUnit; readonly linkType?: number; readonly snaplen?: number } = {}) {
    this.sink = sink
    this.unit = options.unit ?? 'auto'
    this.linkType = options.linkType
    this.snaplen = options.snaplen ?? MAX_PACKET_BYTES
    if (this.linkType !== undefined && this.unit !== 'auto') this.putFileHeader(this.linkType)
  }

  /**
   * Writes a packet. `startNs` is the start of the capture that the record's time counts from (0 where it has none); a record without
   * a time gets the start's. Returns a refusal when its link type is not the file's; the file is then as before.
   */
  write(record: PacketRecord, startNs: bigint): LinkTypeRefusal | undefined {
    if (this.linkType === undefined) {
      this.linkType = record.linkType
      if (this.unit !== 'auto') this.putFileHeader(this.linkType)
    }
    if (record.linkType !== this.linkType) return { reason: 'other-link-type', expected: this.linkType, found: record.linkType }
    const { capLen } = record
    const length = RECORD_HEADER_BYTES + capLen
    if (length > this.bytes.length - this.used) this.makeRoom(length)
    if (startNs !== this.startNs) this.setStart(startNs)
    const { view, bytes } = this
    const at = this.used
    const { timeNs } = record
    const sinceNs = this.startFractionNs + (Number.isNaN(timeNs) ? 0 : Math.round(timeNs))
    let seconds = Math.floor(sinceNs / NS_PER_S)
    let fractionNs = sinceNs - seconds * NS_PER_S
    if (fractionNs < 0) {
      // The quotient was rounded up to a whole number.
      seconds--
      fractionNs += NS_PER_S
    }
    seconds += this.startSeconds
    if (seconds < 0) {
      seconds = 0
      fractionNs = 0
    }
    let fraction = fractionNs | 0
    const micros = (fraction / NS_PER_US) | 0
    if (micros * NS_PER_US !== fraction) {
      if (this.unit === 'auto') this.needsNanoseconds = true
      else if (this.unit === 'microseconds') this.roundedTimes++
    }
    if (this.unit === 'microseconds') fraction = micros
    view.setUint32(at, seconds, true)
    view.setUint32(at + 4, fraction, true)
    view.setUint32(at + 8, capLen, true)
    view.setUint32(at + 12, record.wireLen, true)
    let from = record.from
    let to = at + RECORD_HEADER_BYTES
    if (capLen <= LONGEST_LOOP_BYTES) {
      const source = record.view
      const end = from + capLen
      for (const last = end - 16; from <= last; from += 16, to += 16) {
        view.setInt32(to, source.getInt32(from, true), true)
        view.setInt32(to + 4, source.getInt32(from + 4, true), true)
        view.setInt32(to + 8, source.getInt32(from + 8, true), true)
        view.setInt32(to + 12, source.getInt32(from + 12, true), true)
      }
      while (from < end) bytes[to++] = record.bytes[from++]
    } else bytes.set(record.bytes.subarray(from, from + capLen), to)
    this.used = at + length
    this.byteCount += length
    if (this.needsNanoseconds && this.unit === 'auto') this.decideUnit()
    return undefined
  }

  /** Hands over what is collected, as far as the unit is decided. */
  flush(): void {
    if (this.unit === 'auto' || this.used === 0) return
    const { used } = this
    this.used = 0
    this.sink(this.bytes.subarray(0, used))
  }

  /** Ends the file. A file without packets and without a link type gets `linkType`. */
  end(linkType = 1): void {
    if (this.unit === 'auto') {
      this.linkType ??= linkType
      this.decideUnit()
    } else if (this.linkType === undefined) this.putFileHeader(linkType)
    this.flush()
  }

  private makeRoom(length: number): void {
    if (this.unit === 'auto') this.decideUnit()
    this.flush()
    if (length <= this.bytes.length) return
    this.bytes = new Uint8Array(length)
    this.view = new DataView(this.bytes.buffer)
  }

  private setStart(startNs: bigint): void {
    this.startNs = startNs
    this.startSeconds = Number(startNs / BigInt(NS_PER_S))
    this.startFractionNs = Number(startNs % BigInt(NS_PER_S))
  }

  /** Decides by the packets that are collected, and gives the file its header in front of them. */
  private decideUnit(): void {
    this.unit = this.needsNanoseconds ? 'nanoseconds' : 'microseconds'
    const { used, view } = this
    if (!this.needsNanoseconds) {
      for (let at = 0; at < used; at += RECORD_HEADER_BYTES + view.getUint32(at + 8, true)) {
        view.setUint32(at + 4, view.getUint32(at + 4, true) / NS_PER_US, true)
      }
    }
    const collected = this.bytes.slice(0, used)
    this.used = 0
    this.putFileHeader(this.linkType ?? 1)
    this.flush()
    this.sink(collected)
  }

  private putFileHeader(linkType: number): void {
    const { view, used } = this
    view.setUint32(used, this.unit === 'nanoseconds' ? MAGIC_NANOSECONDS : MAGIC_MICROSECONDS, true)
    view.setUint16(used + 4, 2, true)
    view.setUint16(used + 6, 4, true)
    view.setUint32(used + 8, 0, true)
    view.setUint32(used + 12, 0, true)
    view.setUint32(used + 16, this.snaplen, true)
    view.setUint32(used + 20, linkType, true)
    this.used = used + FILE_HEADER_BYTES
  }
}

/** Nanoseconds since 1970 of a record, never before that: no capture file can say so. A record without a time gets `startNs`. */
export function absoluteTimeNs(record: PacketRecord, startNs: bigint): bigint {
  const timeNs = Number.isNaN(record.timeNs) ? startNs : startNs + BigInt(Math.round(record.timeNs))
  return timeNs < 0n ? 0n : timeNs
}
