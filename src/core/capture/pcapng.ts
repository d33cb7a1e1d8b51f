/** Reads pcapng files (draft-ietf-opsawg-pcapng): sections, interfaces, packets, drop counts, comments and names. */

import { ChunkBuffer } from '../bytes/chunk-buffer.ts'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { newCaptureInfo } from './capture-info.ts'
import { type RereadableReader, pushCopy } from './direct-reader.ts'
import { canonicalLinkType, maxPacketBytes } from './link-type.ts'
import { BLOCK_TYPE, BYTE_ORDER_MAGIC, NAME_RECORD, OPTION } from './pcapng-format.ts'
import { type CaptureInfo, type CaptureInterface, DIRECTION, PacketRecord, type RecordSink } from './record.ts'
import { type RecordScan, type ScanFormat, takeTurns } from './record-scan.ts'
import { TimeScale } from './time-scale.ts'

/** Type and length in front of a block's body, and the length again behind it. */
const BLOCK_HEADER_BYTES = 8
const BLOCK_TRAILER_BYTES = 4
const MIN_BLOCK_BYTES = BLOCK_HEADER_BYTES + BLOCK_TRAILER_BYTES
/** Enough of a section header to know its byte order. */
const SECTION_PREFIX_BYTES = 12
/** Lengths of blocks without any options or data. */
const SECTION_BYTES = 28
const INTERFACE_BYTES = 20
const PACKET_BYTES = 32
const SIMPLE_PACKET_BYTES = 16
const STATISTICS_BYTES = 24

/** The largest block that is not taken for damage (libpcap has the same limit). It bounds the memory. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024

/** Bounds for what is kept: a hostile file can have millions of each. */
const MAX_COMMENTS = 10_000
const MAX_TEXT_BYTES = 4096
const MAX_INTERFACES = 65_536
const MAX_NAMES = 65_536
const MAX_SECTIONS = 65_536

/** An interface with what is needed to read its packets. */
interface PcapngInterface extends CaptureInterface {
  readonly maxCapLen: number
  readonly time: TimeScale
  /** Whether `dropped` is a total of the capturing system, which beats the sum of the packets' own counts. */
  droppedIsTotal: boolean
}

/** What it takes to read the packets of a section again. */
interface PcapngSection {
  readonly offset: number
  readonly littleEndian: boolean
  readonly interfaces: PcapngInterface[]
  readonly interfaceBase: number
}

/** Takes each whole block as the file has it, after what it says was read; valid during the call only. */
export type BlockSink = (type: number, block: Uint8Array, littleEndian: boolean) => void

/** The reader of one pcapng input. */
export class PcapngReader implements RereadableReader {
  readonly info: CaptureInfo = newCaptureInfo('pcapng')
  /** Names that the file gives for addresses (`192.0.2.1` or the bytes of an IPv6 address as 32 hexadecimal digits). Bounded. */
  readonly resolvedNames = new Map<string, string>()
  done = false
  private readonly sink: RecordSink
  private readonly blocks: BlockSink | undefined
  private readonly scan: RecordScan | undefined
  private readonly buffer: ChunkBuffer
  private readonly record = new PacketRecord()
  private littleEndian = true
  private inSection = false
  /** The interfaces of the current section, and how many the sections before it had. */
  private interfaces: PcapngInterface[] = []
  private interfaceBase = 0
  private packetCount = 0
  /** Bounded: of more sections, the packets of the last ones can be read again only by reading everything. */
  private readonly sections: PcapngSection[] = []
  /** Where the block of the record at hand begins in the buffer. */
  private recordAt = 0

  /**
   * Hands each record of the input to `sink`, then the block that it is from to `blocks`; that gets all other blocks as well.
   *
   * @param scan takes records before, where nobody wants blocks
   */
  constructor(sink: RecordSink, blocks?: BlockSink, scan?: RecordScan) {
    this.sink = sink
    this.blocks = blocks
    this.scan = blocks === undefined ? scan : undefined
    this.buffer = new ChunkBuffer(this.scan?.room)
  }

  get recordOffset(): number {
    return this.buffer.base + this.recordAt
  }

  again(offset: number, sink: RecordSink): PcapngReader {
    const reader = new PcapngReader(sink)
    reader.info.startNs = this.info.startNs
    reader.buffer.base = offset
    const section = this.sections.filter((each) => each.offset <= offset).at(-1)
    if (section === undefined) return reader
    reader.inSection = true
    reader.littleEndian = section.littleEndian
    reader.interfaces = section.interfaces
    reader.interfaceBase = section.interfaceBase
    reader.info.interfaces.push(...this.info.interfaces)
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
    if (this.scan === undefined) this.readBlocks(Infinity)
    else this.scanRecords(this.scan)
  }

  private scanRecords(scan: RecordScan): void {
    takeTurns(scan, this.buffer, {
      format: () => this.scanFormat,
      took: (records) => {
        this.packetCount += records
      },
      read: (most) => {
        this.readBlocks(most)
        return !this.done
      },
    })
  }

  /** How a scan is to read the blocks that follow; undefined before the first packet, and where packets are of several interfaces. */
  private get scanFormat(): ScanFormat | undefined {
    const [source, ...others] = this.interfaces
    if (source === undefined || others.length > 0 || this.info.startNs === undefined) return undefined
    const time = source.time.plain
    if (time === undefined) return undefined
    const { littleEndian } = this
    return { kind: 'block', linkType: source.linkType, littleEndian, mostCaptured: source.maxCapLen, ...time }
  }

  end(): void {
    if (this.done) return
    const { length, offset, view, start } = this.buffer
    if (length === 0 && !this.inSection) this.fail('empty-file', 0, 'The input is empty.')
    else if (length > 0) {
      const needed = length < BLOCK_HEADER_BYTES ? BLOCK_HEADER_BYTES : view.getUint32(start + 4, this.littleEndian)
      this.fail('truncated-file', offset, `The input is cut inside the block at byte ${offset}: ${length} of ${needed} bytes are there.`)
    }
    this.done = true
  }

  private fail(code: string, offset: number, message: string): void {
    this.info.problems.push({ code, offset, message })
    this.done = true
  }

  /** Reports a broken block at index `at` of the buffer; nothing after it can be trusted. */
  private failBlock(at: number, what: string): void {
    const offset = this.buffer.base + at
    this.fail('bad-block', offset, `The block at byte ${offset} ${what}.`)
  }

  /** Reads all whole blocks, or the first `most` of them. */
  private readBlocks(most: number): void {
    const { buffer, record } = this
    const { view, end } = buffer
    record.bytes = buffer.bytes
    record.view = view
    let at = buffer.start
    for (let count = 0; count < most && !this.done && end - at >= MIN_BLOCK_BYTES; count++) {
      const type = view.getUint32(at, this.littleEndian)
      if (type === BLOCK_TYPE.section) {
        if (end - at < SECTION_PREFIX_BYTES) break
        this.setByteOrder(at)
      } else if (!this.inSection) this.failBlock(at, 'comes before any section header')
      if (this.done) break
      const blockBytes = view.getUint32(at + 4, this.littleEndian)
      if (blockBytes > MAX_BLOCK_BYTES || blockBytes < MIN_BLOCK_BYTES || (blockBytes & 3) !== 0) {
        this.failBlock(at, `claims to be ${blockBytes} bytes long`)
        break
      }
      if (end - at < blockBytes) break
      const trailer = view.getUint32(at + blockBytes - BLOCK_TRAILER_BYTES, this.littleEndian)
      if (trailer !== blockBytes) {
        this.failBlock(at, `says ${blockBytes} bytes at its start and ${trailer} at its end`)
        break
      }
      // The common block first; every block is whole here.
      const optionsEnd = at + blockBytes - BLOCK_TRAILER_BYTES
      if (type === BLOCK_TYPE.enhancedPacket) this.readPacket(at, blockBytes, view.getUint32(at + 8, this.littleEndian))
      else if (type === BLOCK_TYPE.section) this.readSection(at, optionsEnd)
      else if (type === BLOCK_TYPE.interface) this.readInterface(at, optionsEnd)
      else if (type === BLOCK_TYPE.simplePacket) this.readSimplePacket(at, blockBytes)
      else if (type === BLOCK_TYPE.obsoletePacket) this.readPacket(at, blockBytes, view.getUint16(at + 8, this.littleEndian))
      else if (type === BLOCK_TYPE.interfaceStatistics) this.readStatistics(at, optionsEnd)
      else if (type === BLOCK_TYPE.nameResolution) this.readNames(at, optionsEnd)
      // All other blocks carry nothing that this reader wants.
      if (this.blocks !== undefined && !this.done) this.blocks(type, buffer.bytes.subarray(at, at + blockBytes), this.littleEndian)
      at += blockBytes
    }
    buffer.start = at
  }

  private setByteOrder(at: number): void {
    const { view } = this.buffer
    if (view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC) this.littleEndian = true
    else if (view.getUint32(at + 8, false) === BYTE_ORDER_MAGIC) this.littleEndian = false
    else this.failBlock(at, 'is a section header without a byte order magic')
  }

  private readSection(at: number, optionsEnd: number): void {
    const { view } = this.buffer
    if (optionsEnd + BLOCK_TRAILER_BYTES - at < SECTION_BYTES) return this.failBlock(at, 'is too short for a section header')
    const major = view.getUint16(at + 12, this.littleEndian)
    const minor = view.getUint16(at + 14, this.littleEndian)
    if (major !== 1) {
      return this.fail('unsupported-version', this.buffer.base + at, `The pcapng section has the unknown version ${major}.${minor}.`)
    }
    this.inSection = true
    this.interfaceBase += this.interfaces.length
    this.interfaces = []
    if (this.sections.length < MAX_SECTIONS) {
      const { littleEndian, interfaces, interfaceBase } = this
      this.sections.push({ offset: this.buffer.base + at, littleEndian, interfaces, interfaceBase })
    }
    this.forEachOption(at + 24, optionsEnd, (code, from, to) => {
      if (code === OPTION.comment) this.addComment(0, from, to)
    })
  }

  private readInterface(at: number, optionsEnd: number): void {
    const { view, bytes } = this.buffer
    if (optionsEnd + BLOCK_TRAILER_BYTES - at < INTERFACE_BYTES) return this.failBlock(at, 'is too short for an interface')
    if (this.info.interfaces.length >= MAX_INTERFACES) return this.failBlock(at, `is one interface too many (after ${MAX_INTERFACES})`)
    const linkType = canonicalLinkType(view.getUint16(at + 8, this.littleEndian))
    const snaplen = view.getUint32(at + 12, this.littleEndian)
    let name = ''
    let description: string | undefined
    let resolution = 6
    let offsetSeconds = 0n
    this.forEachOption(at + 16, optionsEnd, (code, from, to) => {
      if (code === OPTION.interfaceName) name = decodeText(bytes, from, to)
      else if (code === OPTION.interfaceDescription) description = decodeText(bytes, from, to)
      else if (code === OPTION.interfaceTimeResolution && to - from >= 1) resolution = view.getUint8(from)
      else if (code === OPTION.interfaceTimeOffset && to - from >= 8) offsetSeconds = view.getBigInt64(from, this.littleEndian)
      else if (code === OPTION.comment) this.addComment(0, from, to)
    })
    const time = new TimeScale(resolution, offsetSeconds)
    if (this.info.startNs !== undefined) time.setStart(this.info.startNs)
    const added: PcapngInterface = {
      name,
      linkType,
      snaplen,
      dropped: undefined,
      maxCapLen: maxPacketBytes(linkType),
      time,
      droppedIsTotal: false,
      timeDigits: (resolution & 0x80) === 0 ? Math.min(resolution, 9) : 9,
      ...(description === undefined ? {} : { description }),
    }
    this.interfaces.push(added)
    this.info.interfaces.push(added)
  }

  /** An enhanced packet, or an obsolete one: they differ in how the interface is written, and in the place of the drop count. */
  private readPacket(at: number, blockBytes: number, interfaceId: number): void {
    const { record, littleEndian } = this
    const { view } = this.buffer
    const source = this.interfaces[interfaceId]
    if (blockBytes < PACKET_BYTES) return this.failBlock(at, 'is too short for a packet')
    if (source === undefined) return this.failBlock(at, `has a packet of interface ${interfaceId}, which the file does not describe`)
    const capLen = view.getUint32(at + 20, littleEndian)
    const wireLen = view.getUint32(at + 24, littleEndian)
    if (capLen > source.maxCapLen || capLen > blockBytes - PACKET_BYTES) {
      return this.failBlock(at, `claims a packet of ${capLen} captured bytes in ${blockBytes} bytes`)
    }
    const high = view.getUint32(at + 12, littleEndian)
    const low = view.getUint32(at + 16, littleEndian)
    if (this.info.startNs === undefined) this.setStart(source.time.absoluteNs(high, low))
    this.recordAt = at
    record.from = at + 28
    record.capLen = capLen
    record.wireLen = wireLen < capLen ? capLen : wireLen
    record.statedWireLen = wireLen < capLen ? wireLen : -1
    record.timeNs = source.time.relativeNs(high, low)
    record.linkType = source.linkType
    record.interfaceIndex = this.interfaceBase + interfaceId
    record.direction = DIRECTION.unknown
    this.packetCount++
    const optionsFrom = record.from + ((capLen + 3) & ~3)
    const optionsEnd = at + blockBytes - BLOCK_TRAILER_BYTES
    if (optionsEnd - optionsFrom >= 4) this.readPacketOptions(source, optionsFrom, optionsEnd)
    this.sink(record)
  }

  private readPacketOptions(source: PcapngInterface, optionsFrom: number, optionsEnd: number): void {
    const { view } = this.buffer
    this.forEachOption(optionsFrom, optionsEnd, (code, from, to) => {
      if (code === OPTION.packetFlags && to - from >= 4) {
        // §4.3.1: the two lowest bits say inbound (1) or outbound (2).
        const way = view.getUint32(from, this.littleEndian) & 3
        this.record.direction = way === 1 ? DIRECTION.in : way === 2 ? DIRECTION.out : DIRECTION.unknown
      } else if (code === OPTION.packetDropCount && to - from >= 8) {
        if (!source.droppedIsTotal) source.dropped = (source.dropped ?? 0) + Number(view.getBigUint64(from, this.littleEndian))
      } else if (code === OPTION.comment) this.addComment(this.packetCount, from, to)
    })
  }

  /** A simple packet has no time, and belongs to the section's first interface. */
  private readSimplePacket(at: number, blockBytes: number): void {
    const { record } = this
    const source = this.interfaces[0]
    if (blockBytes < SIMPLE_PACKET_BYTES) return this.failBlock(at, 'is too short for a packet')
    if (source === undefined) return this.failBlock(at, 'has a packet of interface 0, which the file does not describe')
    const wireLen = this.buffer.view.getUint32(at + 8, this.littleEndian)
    const capLen = source.snaplen > 0 && source.snaplen < wireLen ? source.snaplen : wireLen
    if (capLen > source.maxCapLen || capLen > blockBytes - SIMPLE_PACKET_BYTES) {
      return this.failBlock(at, `claims a packet of ${capLen} captured bytes in ${blockBytes} bytes`)
    }
    this.recordAt = at
    record.from = at + 12
    record.capLen = capLen
    record.wireLen = wireLen
    record.statedWireLen = -1
    record.timeNs = NaN
    record.linkType = source.linkType
    record.interfaceIndex = this.interfaceBase
    record.direction = DIRECTION.unknown
    this.packetCount++
    this.sink(record)
  }

  private readStatistics(at: number, optionsEnd: number): void {
    const { view } = this.buffer
    if (optionsEnd + BLOCK_TRAILER_BYTES - at < STATISTICS_BYTES) return this.failBlock(at, 'is too short for statistics')
    const source = this.interfaces[view.getUint32(at + 8, this.littleEndian)]
    if (source === undefined) return this.failBlock(at, 'has statistics of an interface that the file does not describe')
    let dropped: number | undefined
    this.forEachOption(at + 20, optionsEnd, (code, from, to) => {
      if ((code === OPTION.statisticsInterfaceDrop || code === OPTION.statisticsSystemDrop) && to - from >= 8) {
        dropped = (dropped ?? 0) + Number(view.getBigUint64(from, this.littleEndian))
      }
    })
    if (dropped === undefined) return
    source.dropped = dropped
    source.droppedIsTotal = true
  }

  private readNames(at: number, blockEnd: number): void {
    const { view, bytes } = this.buffer
    let next = at + BLOCK_HEADER_BYTES
    while (blockEnd - next >= 4) {
      const type = view.getUint16(next, this.littleEndian)
      const from = next + 4
      const to = from + view.getUint16(next + 2, this.littleEndian)
      if (type === NAME_RECORD.end || to > blockEnd || this.resolvedNames.size >= MAX_NAMES) return
      const addressBytes = type === NAME_RECORD.ipv4 ? 4 : type === NAME_RECORD.ipv6 ? 16 : 0
      if (addressBytes > 0 && to - from > addressBytes) {
        const address = bytes.subarray(from, from + addressBytes)
        this.resolvedNames.set(addressKey(address), decodeText(bytes, from + addressBytes, firstZero(bytes, from + addressBytes, to)))
      }
      next = from + ((to - from + 3) & ~3)
    }
  }

  private setStart(startNs: bigint): void {
    this.info.startNs = startNs
    for (const each of this.interfaces) each.time.setStart(startNs)
  }

  private addComment(packet: number, from: number, to: number): void {
    if (this.info.comments.length >= MAX_COMMENTS) return
    this.info.comments.push({ packet, text: decodeText(this.buffer.bytes, from, to) })
  }

  /** Calls `take` for each option, §3.5; one that reaches beyond the block ends the list. */
  private forEachOption(from: number, end: number, take: (code: number, from: number, to: number) => void): void {
    const { view } = this.buffer
    let at = from
    while (end - at >= 4) {
      const code = view.getUint16(at, this.littleEndian)
      const length = view.getUint16(at + 2, this.littleEndian)
      if (code === OPTION.endOfOptions || length > end - at - 4) return
      take(code, at + 4, at + 4 + length)
      at += 4 + ((length + 3) & ~3)
    }
  }
}

/** Text that a file carries, bounded, and without the zeros that some writers put behind it. */
function decodeText(bytes: Uint8Array, from: number, to: number): string {
  return decodeUtf8(bytes, from, Math.min(firstZero(bytes, from, to), from + MAX_TEXT_BYTES))
}

function firstZero(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== 0) at++
  return at
}

function addressKey(address: Uint8Array): string {
  if (address.length === 4) return address.join('.')
  let text = ''
  for (const byte of address) text += byte.toString(16).padStart(2, '0')
  return text
}
