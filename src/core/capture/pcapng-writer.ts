/** Writes pcapng files (draft-ietf-opsawg-pcapng): several interfaces, comments, directions, names, drop counts. */

import { joinedBytes } from '../bytes/joined-bytes.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { type ByteSink, absoluteTimeNs } from './pcap-writer.ts'
import { BLOCK_TYPE, BYTE_ORDER_MAGIC, NAME_RECORD, OPTION } from './pcapng-format.ts'
import { commentOptions, MAX_OPTION_BYTES, optionBytes, padded, type PcapngOption, textOption } from './pcapng-option.ts'
import { DIRECTION, type PacketRecord } from './record.ts'

/** What a section header can say about the file. */
export interface PcapngFileOptions {
  /** The program that writes the file. */
  readonly application?: string
  /** Comments on the whole file. */
  readonly comments?: readonly string[]
}

/** An interface as it is described in the file. */
export interface PcapngInterfaceOptions {
  /** LINKTYPE number. */
  readonly linkType: number
  /** Empty or left out: no name. */
  readonly name?: string
  /** The most bytes kept per packet; 0 is no limit. */
  readonly snaplen?: number
}

const NANOSECOND_RESOLUTION = 9
const NO_SECTION_LENGTH = 0xffffffff
const LOW_WORD = 0xffffffffn

/** Writes one pcapng file of one section, with nanoseconds. */
export class PcapngWriter {
  private readonly sink: ByteSink
  private interfaceCount = 0

  /** The file goes to `sink`, block by block. */
  constructor(sink: ByteSink, options: PcapngFileOptions = {}) {
    this.sink = sink
    const body = new DataView(new ArrayBuffer(16))
    body.setUint32(0, BYTE_ORDER_MAGIC, true)
    body.setUint16(4, 1, true)
    body.setUint32(8, NO_SECTION_LENGTH, true)
    body.setUint32(12, NO_SECTION_LENGTH, true)
    const application = options.application ?? ''
    this.writeBlock(BLOCK_TYPE.section, new Uint8Array(body.buffer), [
      ...commentOptions(options.comments),
      ...(application === '' ? [] : [textOption(OPTION.sectionApplication, application)]),
    ])
  }

  /** Describes an interface; returns its index, for `write`. */
  addInterface(options: PcapngInterfaceOptions): number {
    const body = new DataView(new ArrayBuffer(8))
    body.setUint16(0, options.linkType, true)
    body.setUint32(4, options.snaplen ?? 0, true)
    const name = options.name ?? ''
    this.writeBlock(BLOCK_TYPE.interface, new Uint8Array(body.buffer), [
      ...(name === '' ? [] : [textOption(OPTION.interfaceName, name)]),
      { code: OPTION.interfaceTimeResolution, value: Uint8Array.of(NANOSECOND_RESOLUTION) },
    ])
    return this.interfaceCount++
  }

  /**
   * Writes a packet of the interface with that index (whose link type is the record's), with its direction where the record has one.
   * `startNs` is the start of the capture that the record's time counts from (0 where it has none). A record without a time becomes a
   * simple packet where the format can say that (the first interface, no limit, no comments, no direction), else it gets the start's time.
   */
  write(record: PacketRecord, startNs: bigint, interfaceIndex: number, packetComments: readonly string[] = []): void {
    const { direction } = record
    const data = record.bytes.subarray(record.from, record.from + record.capLen)
    const isPlain = packetComments.length === 0 && direction === DIRECTION.unknown && record.capLen === record.wireLen
    if (Number.isNaN(record.timeNs) && interfaceIndex === 0 && isPlain) return this.writeSimplePacket(data)
    const timeNs = absoluteTimeNs(record, startNs)
    const body = new Uint8Array(20 + padded(data.length))
    const view = new DataView(body.buffer)
    view.setUint32(0, interfaceIndex, true)
    view.setUint32(4, Number(timeNs >> 32n), true)
    view.setUint32(8, Number(timeNs & LOW_WORD), true)
    view.setUint32(12, data.length, true)
    view.setUint32(16, record.wireLen, true)
    body.set(data, 20)
    this.writeBlock(BLOCK_TYPE.enhancedPacket, body, [
      ...commentOptions(packetComments),
      ...(direction === DIRECTION.unknown ? [] : [{ code: OPTION.packetFlags, value: word(direction === DIRECTION.in ? 1 : 2) }]),
    ])
  }

  /** Writes names for IPv4 addresses: address text (`192.0.2.1`) to name. Other addresses are left out. */
  writeNames(names: ReadonlyMap<string, string>): void {
    const pieces: Uint8Array[] = []
    for (const [address, name] of names) {
      const parts = address.split('.').map(Number)
      if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256)) continue
      const value = joinedBytes([Uint8Array.from(parts), encodeUtf8(name).subarray(0, MAX_OPTION_BYTES - 5), Uint8Array.of(0)])
      pieces.push(optionBytes({ code: NAME_RECORD.ipv4, value }))
    }
    if (pieces.length === 0) return
    pieces.push(new Uint8Array(4))
    this.writeBlock(BLOCK_TYPE.nameResolution, joinedBytes(pieces), [])
  }

  /** Writes how many packets the capturing system dropped on the interface with that index. */
  writeDropped(interfaceIndex: number, dropped: number): void {
    const body = new Uint8Array(12)
    new DataView(body.buffer).setUint32(0, interfaceIndex, true)
    const value = new Uint8Array(8)
    new DataView(value.buffer).setBigUint64(0, BigInt(dropped), true)
    this.writeBlock(BLOCK_TYPE.interfaceStatistics, body, [{ code: OPTION.statisticsInterfaceDrop, value }])
  }

  private writeSimplePacket(data: Uint8Array): void {
    const body = new Uint8Array(4 + padded(data.length))
    new DataView(body.buffer).setUint32(0, data.length, true)
    body.set(data, 4)
    this.writeBlock(BLOCK_TYPE.simplePacket, body, [])
  }

  /** `body` has a length divisible by 4. */
  private writeBlock(type: number, body: Uint8Array, options: readonly PcapngOption[]): void {
    const pieces = options.map((each) => optionBytes(each))
    if (pieces.length > 0) pieces.push(optionBytes({ code: OPTION.endOfOptions, value: new Uint8Array(0) }))
    const blockBytes = 12 + body.length + pieces.reduce((sum, piece) => sum + piece.length, 0)
    const block = new Uint8Array(blockBytes)
    const view = new DataView(block.buffer)
    view.setUint32(0, type, true)
    view.setUint32(4, blockBytes, true)
    block.set(body, 8)
    let at = 8 + body.length
    for (const piece of pieces) {
      block.set(piece, at)
      at += piece.length
    }
    view.setUint32(at, blockBytes, true)
    this.sink(block)
  }
}

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}
