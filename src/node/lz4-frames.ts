/**
 * LZ4 frames (LZ4 Frame Format Description 1.6.4) as a stream: cuts them into blocks, which the package `lz4js` decompresses one by one.
 *
 * Memory is one block and the 64 KiB before it. Frames may follow each other, skippable and legacy ones included. The checksums are not
 * compared: a damage that matters is one that the capture reader stumbles over.
 */
import { Transform, type TransformCallback } from 'node:stream'
import { decompressBlock } from 'lz4js'

const FRAME_MAGIC = 0x184d2204
const LEGACY_MAGIC = 0x184c2102
/** Sixteen magic numbers that differ in the last four bits begin frames to be passed over. */
const SKIPPABLE_MAGIC = 0x184d2a50
const MAGIC_BYTES = 4

/** Bits of the frame descriptor's first byte. */
const FLAG = { dictionary: 0x01, contentChecksum: 0x04, contentSize: 0x08, blockChecksum: 0x10 } as const
const VERSION_MASK = 0xc0
const VERSION_1 = 0x40
const CONTENT_SIZE_BYTES = 8
const CHECKSUM_BYTES = 4
/** Largest block by the descriptor's second byte, bits 6 to 4. */
const LARGEST_BLOCKS: ReadonlyMap<number, number> = new Map([
  [4, 64 * 1024],
  [5, 256 * 1024],
  [6, 1024 * 1024],
  [7, 4 * 1024 * 1024],
])
const LEGACY_BLOCK_BYTES = 8 * 1024 * 1024
/** A block that would have grown stands uncompressed, with this bit in its size. */
const STORED = 0x8000_0000
/** Matches reach back this far at most. */
const HISTORY_BYTES = 64 * 1024

/** What comes next in the input. */
type Place = 'magic' | 'descriptor' | 'block' | 'skipped'

/** Undoes LZ4: compressed bytes in, the original bytes out. Destroyed with an error where the data are damaged. */
export class Lz4Frames extends Transform {
  readonly #held: Uint8Array[] = []
  #heldBytes = 0
  /** With fewer bytes than this, the next step cannot be taken: until then they are only kept. */
  #neededBytes = 0
  #place: Place = 'magic'
  #skipBytes = 0
  #isLegacy = false
  #flags = 0
  #largestBlock = 0
  /** The history and, behind it, the block that is being decompressed. */
  #window: Uint8Array = new Uint8Array(0)
  #historyBytes = 0

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held.push(chunk)
    this.#heldBytes += chunk.length
    if (this.#heldBytes < this.#neededBytes) {
      done()
      return
    }
    const input = Buffer.concat(this.#held.splice(0), this.#heldBytes)
    try {
      let at = 0
      for (let used = this.#step(input, at); used > 0; used = this.#step(input, at)) at += used
      this.#held.push(input.subarray(at))
      this.#heldBytes -= at
      done()
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  }

  override _flush(done: TransformCallback): void {
    // A legacy frame has no end mark: it ends where the input does, between two blocks.
    const isOver = this.#heldBytes === 0 && (this.#place === 'magic' || (this.#place === 'block' && this.#isLegacy))
    done(isOver ? null : Object.assign(new Error('unexpected end of data'), { code: 'Z_BUF_ERROR' }))
  }

  /** Takes what stands at `at`; returns how many bytes that were, 0 when there are not enough yet. */
  #step(input: Uint8Array, at: number): number {
    const left = input.length - at
    switch (this.#place) {
      case 'magic':
        return left < MAGIC_BYTES ? 0 : this.#magic(uint32(input, at))
      case 'descriptor':
        return this.#descriptor(input, at, left)
      case 'skipped': {
        const passed = Math.min(left, this.#skipBytes)
        this.#skipBytes -= passed
        if (this.#skipBytes === 0) this.#place = 'magic'
        return passed
      }
      case 'block':
        return this.#block(input, at, left)
    }
  }

  #magic(magic: number): number {
    this.#isLegacy = magic === LEGACY_MAGIC
    if (this.#isLegacy) {
      this.#flags = 0
      this.#begin(LEGACY_BLOCK_BYTES)
    } else if (magic === FRAME_MAGIC || magic >>> 4 === SKIPPABLE_MAGIC >>> 4) {
      this.#place = 'descriptor'
      this.#flags = magic === FRAME_MAGIC ? -1 : 0
    } else throw new Error('no LZ4 frame begins where one must')
    return MAGIC_BYTES
  }

  #descriptor(input: Uint8Array, at: number, left: number): number {
    if (this.#flags !== -1) {
      if (left < MAGIC_BYTES) return 0
      this.#skipBytes = uint32(input, at)
      this.#place = this.#skipBytes === 0 ? 'magic' : 'skipped'
      return MAGIC_BYTES
    }
    if (left < 2) return 0
    const flags = input[at]
    const bytes = 3 + (flags & FLAG.contentSize ? CONTENT_SIZE_BYTES : 0) + (flags & FLAG.dictionary ? CHECKSUM_BYTES : 0)
    if (left < bytes) return 0
    const largest = LARGEST_BLOCKS.get((input[at + 1] >> 4) & 7)
    if ((flags & VERSION_MASK) !== VERSION_1 || largest === undefined) throw new Error('a frame descriptor that LZ4 does not have')
    this.#flags = flags
    this.#begin(largest)
    return bytes
  }

  #begin(largestBlock: number): void {
    this.#place = 'block'
    this.#largestBlock = largestBlock
    if (this.#window.length < HISTORY_BYTES + largestBlock) this.#window = new Uint8Array(HISTORY_BYTES + largestBlock)
    this.#historyBytes = 0
  }

  #block(input: Uint8Array, at: number, left: number): number {
    if (left < 4) return 0
    const size = uint32(input, at)
    if (this.#isLegacy && (size === FRAME_MAGIC || size === LEGACY_MAGIC)) {
      this.#place = 'magic'
      return this.#step(input, at)
    }
    if (size === 0 && !this.#isLegacy) {
      const end = 4 + (this.#flags & FLAG.contentChecksum ? CHECKSUM_BYTES : 0)
      if (left < end) return 0
      this.#place = 'magic'
      return end
    }
    const isStored = !this.#isLegacy && size >= STORED
    const bytes = isStored ? size - STORED : size
    // A compressed block is never larger than what it stands for, but for the legacy ones (LZ4_compressBound: 1/255 and 16 bytes more).
    if (bytes > this.#largestBlock + (this.#isLegacy ? this.#largestBlock / 255 + 16 : 0))
      throw new Error('a block larger than its frame allows')
    const whole = 4 + bytes + (this.#flags & FLAG.blockChecksum ? CHECKSUM_BYTES : 0)
    this.#neededBytes = whole
    if (left < whole) return 0
    this.#neededBytes = 0
    this.#deliver(input, at + 4, bytes, isStored)
    return whole
  }

  #deliver(input: Uint8Array, from: number, bytes: number, isStored: boolean): void {
    const window = this.#window
    const start = this.#historyBytes
    let end = start + bytes
    if (isStored) window.set(input.subarray(from, from + bytes), start)
    else end = decompressBlock(input.subarray(0, from + bytes), window, from, bytes, start)
    if (!(end <= start + this.#largestBlock)) throw new Error('a block that decompresses to more than its frame allows')
    this.push(window.slice(start, end))
    this.#historyBytes = Math.min(HISTORY_BYTES, end)
    window.copyWithin(0, end - this.#historyBytes, end)
  }
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0
}
