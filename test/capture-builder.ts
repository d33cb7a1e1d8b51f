/** Builds capture files for tests, byte by byte and independent of the writers under test: every variant, and broken ones. */

/** One packet of a file to build. */
export interface BuiltPacket {
  readonly seconds: number
  /** In the file's own unit. */
  readonly fraction: number
  readonly data: Uint8Array
  /** Default: the length of `data`. */
  readonly wireLen?: number
}

/** What a pcap file to build looks like; all left out is the usual. */
export interface PcapShape {
  readonly magic?: number
  readonly isBigEndian?: boolean
  readonly version?: readonly [major: number, minor: number]
  readonly snaplen?: number
  /** The whole field, with the bits for the frame check sequence. */
  readonly network?: number
  /** Write the two lengths of a record the other way round. */
  readonly hasSwappedLengths?: boolean
  /** Bytes between the usual file header and the first record. */
  readonly fileHeaderRest?: Uint8Array
  /** Bytes between the usual record header and the packet. */
  readonly recordHeaderRest?: Uint8Array
}

/** A pcap file. */
export function buildPcap(packets: readonly BuiltPacket[], shape: PcapShape = {}): Uint8Array {
  const words = new Words(shape.isBigEndian === true)
  const [major, minor] = shape.version ?? [2, 4]
  words
    .u32(shape.magic ?? 0xa1b2c3d4)
    .u16(major)
    .u16(minor)
    .u32(0)
    .u32(0)
  words.u32(shape.snaplen ?? 65535).u32(shape.network ?? 1)
  words.bytes(shape.fileHeaderRest ?? new Uint8Array(0))
  for (const { seconds, fraction, data, wireLen = data.length } of packets) {
    words.u32(seconds).u32(fraction)
    if (shape.hasSwappedLengths === true) words.u32(wireLen).u32(data.length)
    else words.u32(data.length).u32(wireLen)
    words.bytes(shape.recordHeaderRest ?? new Uint8Array(0)).bytes(data)
  }
  return words.whole()
}

/** An option of a pcapng block: its code and its bytes. */
export type BuiltOption = readonly [code: number, value: Uint8Array]

/** Builds the blocks of a pcapng file in one byte order. */
export class PcapngBlocks {
  private readonly isBigEndian: boolean

  constructor(isBigEndian = false) {
    this.isBigEndian = isBigEndian
  }

  words(): Words {
    return new Words(this.isBigEndian)
  }

  block(type: number, body: Uint8Array): Uint8Array {
    const byteCount = 12 + padded(body.length)
    return this.words().u32(type).u32(byteCount).bytes(body).pad().u32(byteCount).whole()
  }

  options(options: readonly BuiltOption[]): Uint8Array {
    const words = this.words()
    for (const [code, value] of options) words.u16(code).u16(value.length).bytes(value).pad()
    if (options.length > 0) words.u32(0)
    return words.whole()
  }

  section(options: readonly BuiltOption[] = [], version: readonly [major: number, minor: number] = [1, 0]): Uint8Array {
    const body = this.words().u32(0x1a2b3c4d).u16(version[0]).u16(version[1]).u32(0xffffffff).u32(0xffffffff)
    return this.block(0x0a0d0d0a, body.bytes(this.options(options)).whole())
  }

  interface(linkType: number, options: readonly BuiltOption[] = [], snaplen = 0): Uint8Array {
    return this.block(1, this.words().u16(linkType).u16(0).u32(snaplen).bytes(this.options(options)).whole())
  }

  packet(interfaceId: number, units: bigint, data: Uint8Array, options: readonly BuiltOption[] = [], wireLen = data.length): Uint8Array {
    const body = this.words().u32(interfaceId).stamp(units).u32(data.length).u32(wireLen).bytes(data).pad()
    return this.block(6, body.bytes(this.options(options)).whole())
  }

  obsoletePacket(interfaceId: number, units: bigint, data: Uint8Array): Uint8Array {
    const body = this.words().u16(interfaceId).u16(0).stamp(units).u32(data.length).u32(data.length).bytes(data)
    return this.block(2, body.whole())
  }

  simplePacket(data: Uint8Array, wireLen = data.length): Uint8Array {
    return this.block(3, this.words().u32(wireLen).bytes(data).whole())
  }

  statistics(interfaceId: number, options: readonly BuiltOption[]): Uint8Array {
    return this.block(5, this.words().u32(interfaceId).stamp(0n).bytes(this.options(options)).whole())
  }
}

/** Collects numbers and bytes in one byte order. */
export class Words {
  private readonly isBigEndian: boolean
  private readonly pieces: Uint8Array[] = []
  private byteCount = 0

  constructor(isBigEndian: boolean) {
    this.isBigEndian = isBigEndian
  }

  u16(value: number): this {
    return this.number(2, (view) => view.setUint16(0, value, !this.isBigEndian))
  }

  u32(value: number): this {
    return this.number(4, (view) => view.setUint32(0, value, !this.isBigEndian))
  }

  u64(value: bigint): this {
    return this.number(8, (view) => view.setBigUint64(0, value, !this.isBigEndian))
  }

  /** A pcapng time stamp: its high word first, whatever the byte order of each. */
  stamp(units: bigint): this {
    return this.u32(Number((units >> 32n) & 0xffffffffn)).u32(Number(units & 0xffffffffn))
  }

  bytes(bytes: Uint8Array): this {
    this.pieces.push(bytes)
    this.byteCount += bytes.length
    return this
  }

  pad(): this {
    return this.bytes(new Uint8Array(padded(this.byteCount) - this.byteCount))
  }

  whole(): Uint8Array {
    return joined(this.pieces)
  }

  private number(byteCount: number, set: (view: DataView) => void): this {
    const bytes = new Uint8Array(byteCount)
    set(new DataView(bytes.buffer))
    return this.bytes(bytes)
  }
}

/** The pieces behind each other. */
export function concatenate(...pieces: readonly Uint8Array[]): Uint8Array {
  return joined(pieces)
}

/** `byteCount` bytes that differ from each other and from zero. */
export function someBytes(byteCount: number, first = 1): Uint8Array {
  return Uint8Array.from({ length: byteCount }, (_, i) => ((first + i) % 255) + 1)
}

function padded(byteCount: number): number {
  return (byteCount + 3) & ~3
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
