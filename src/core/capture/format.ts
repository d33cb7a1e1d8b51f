/** Tells from an input's first bytes which format it has, and reads it with the reader for that. */

import { newCaptureInfo } from './capture-info.ts'
import { type DirectReader, type RereadableReader, pushCopy } from './direct-reader.ts'
import { PcapReader, isPcapMagic } from './pcap.ts'
import { BLOCK_TYPE, BYTE_ORDER_MAGIC } from './pcapng-format.ts'
import { type BlockSink, PcapngReader } from './pcapng.ts'
import type { CaptureInfo, CaptureProblem, CaptureReader, RecordSink } from './record.ts'
import type { RecordScan } from './record-scan.ts'
import { looksLikeText } from './text/looks-like-text.ts'
import { TextReader } from './text/text-reader.ts'

/** Enough of an input to tell text from a binary format that nobody here knows. */
const SURE_BYTES = 1024

/** Enough for every magic number in `openReader`. */
const MAGIC_BYTES = 12

/** The type of pcapng's first block. It is a palindrome of line ends, to show what a text transfer did to a file. */
const PCAPNG_MAGIC = '0a0d0d0a'

/** Magic numbers in hexadecimal of compressed files, the format's name, and the command that undoes it. */
const COMPRESSED: readonly (readonly [magic: string, name: string, command: string])[] = [
  ['1f8b', 'gzip', 'gzip -dc'],
  ['28b52ffd', 'zstd', 'zstd -dc'],
  ['04224d18', 'lz4', 'lz4 -dc'],
  ['02214c18', 'lz4', 'lz4 -dc'],
  ['fd377a585a00', 'xz', 'xz -dc'],
  ['425a68', 'bzip2', 'bzip2 -dc'],
]

/** Magic numbers in hexadecimal of other files that people try: what to say they are. */
const KNOWN_OTHERS: readonly (readonly [magic: string, what: string])[] = [
  ['736e6f6f70000000', 'a snoop capture; "editcap" turns it into pcapng'],
  ['474d4255', 'a Microsoft Network Monitor capture; "editcap" turns it into pcapng'],
  ['52545353', 'a Microsoft Network Monitor capture; "editcap" turns it into pcapng'],
  ['5452534e49464620', 'a Sniffer capture; "editcap" turns it into pcapng'],
  ['58435000', 'a Sniffer capture; "editcap" turns it into pcapng'],
  ['a1b234cd', 'a variant of pcap that nobody documents'],
  ['cd34b2a1', 'a variant of pcap that nobody documents'],
  ['a12b3c4d', 'a variant of pcap that nobody documents'],
  ['4d3c2ba1', 'a variant of pcap that nobody documents'],
  ['7f454c46', 'an ELF program'],
  ['4d5a', 'a Windows program'],
  ['25504446', 'a PDF document'],
  ['504b0304', 'a ZIP archive'],
  ['377abcaf271c', 'a 7z archive'],
  ['89504e47', 'a PNG image'],
  ['ffd8ff', 'a JPEG image'],
  ['47494638', 'a GIF image'],
  ['53514c69746520', 'an SQLite database'],
]

function startsWith(head: Uint8Array, magic: string): boolean {
  return hexText(head, magic.length / 2) === magic
}

function hexText(head: Uint8Array, byteCount: number): string {
  let text = ''
  for (let i = 0; i < byteCount && i < head.length; i++) text += head[i].toString(16).padStart(2, '0')
  return text
}

/** The name of the compression that `head` shows by its magic (`gzip`, `zstd`, `lz4`, `xz`, `bzip2`); undefined for none of them. */
export function compressionOf(head: Uint8Array): string | undefined {
  return COMPRESSED.find(([magic]) => startsWith(head, magic))?.[1]
}

/** The problem of a compressed input that cannot be decompressed here; `name` as `compressionOf` gives it. */
export function compressedProblem(name: string): CaptureProblem {
  const command = COMPRESSED.find((entry) => entry[1] === name)?.[2] ?? name
  return {
    code: 'compressed',
    offset: 0,
    message: `The input is compressed with ${name}, which cannot be read here: decompress it with "${command} FILE" first.`,
  }
}

/** The reader for a binary capture, by the magic number at the start of `head`; undefined when it begins otherwise, or is too short. */
function readerByMagic(head: Uint8Array, sink: RecordSink, scan?: RecordScan, blocks?: BlockSink): RereadableReader | undefined {
  if (head.length < 4) return undefined
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const magic = view.getUint32(0)
  if (isPcapMagic(magic)) return new PcapReader(sink, scan)
  if (magic !== BLOCK_TYPE.section || head.length < MAGIC_BYTES) return undefined
  const isPcapng = view.getUint32(8, true) === BYTE_ORDER_MAGIC || view.getUint32(8, false) === BYTE_ORDER_MAGIC
  return isPcapng ? new PcapngReader(sink, blocks, scan) : undefined
}

/** Whether an input that begins with `head` is a binary capture, so that nobody will take it for text. */
export function isBinaryCapture(head: Uint8Array): boolean {
  return readerByMagic(head, () => undefined) !== undefined
}

/**
 * The reader for an input that begins with `head`, or the problem that there is none: `empty-file`, `compressed`, `unknown-format`.
 * The reader has not taken `head` yet. `head` should be all of the input, or at least its first kilobyte.
 *
 * @param blocks takes the blocks of a pcapng input
 */
export function openReader(
  head: Uint8Array,
  sink: RecordSink,
  scan?: RecordScan,
  blocks?: BlockSink,
): CaptureReader | RereadableReader | CaptureProblem {
  if (head.length === 0) return { code: 'empty-file', offset: 0, message: 'The input is empty.' }
  const reader = readerByMagic(head, sink, scan, blocks)
  if (reader !== undefined) return reader
  if (startsWith(head, PCAPNG_MAGIC) && head.length < MAGIC_BYTES) return new PcapngReader(sink, blocks, scan)
  // Only so much of it, whatever came: the answer must not depend on how the input is cut.
  if (looksLikeText(head.subarray(0, SURE_BYTES))) return new TextReader(sink)
  const compression = compressionOf(head)
  if (compression !== undefined) return compressedProblem(compression)
  const other = KNOWN_OTHERS.find((entry) => startsWith(head, entry[0]))
  if (other !== undefined) return { code: 'unknown-format', offset: 0, message: `The input is not a capture but ${other[1]}.` }
  return {
    code: 'unknown-format',
    offset: 0,
    message: `The input is neither a capture nor text: it starts with the bytes ${hexText(head, 8)}.`,
  }
}

/**
 * A reader for any format: it keeps the first bytes until they say what the input is, then hands all over to the reader for that.
 *
 * `info` is a property that changes once, when the format is known; do not keep it from before.
 */
export class DetectingReader implements DirectReader {
  private readonly sink: RecordSink
  private readonly scan: RecordScan | undefined
  private readonly blocks: BlockSink | undefined
  private readonly unknownInfo: CaptureInfo = newCaptureInfo('pcap')
  private delegate: CaptureReader | RereadableReader | undefined
  private failed = false
  private buffer = new Uint8Array(SURE_BYTES * 64)
  private headBytes = 0

  /**
   * Hands each record of the input to `sink`, but for those that a `scan` takes before, where the format has such; each block of a pcapng
   * input also to `blocks`.
   */
  constructor(sink: RecordSink, scan?: RecordScan, blocks?: BlockSink) {
    this.sink = sink
    this.scan = scan
    this.blocks = blocks
  }

  get info(): CaptureInfo {
    return this.delegate === undefined ? this.unknownInfo : this.delegate.info
  }

  get done(): boolean {
    return this.failed || (this.delegate !== undefined && this.delegate.done)
  }

  /** Whether the first bytes were those of a format that can be read. */
  get isKnown(): boolean {
    return this.delegate !== undefined
  }

  /** The reader that finds packets again by their offset, once the format is known and has such offsets. */
  get rereadable(): RereadableReader | undefined {
    const { delegate } = this
    return delegate !== undefined && 'again' in delegate ? delegate : undefined
  }

  push(chunk: Uint8Array): void {
    if (this.delegate !== undefined && !this.delegate.done) this.delegate.push(chunk)
    else pushCopy(this, chunk)
  }

  space(minBytes = 0): Uint8Array {
    const delegate = this.delegate
    if (delegate !== undefined && 'space' in delegate) return delegate.space(minBytes)
    if (this.buffer.length - this.headBytes < Math.max(minBytes, SURE_BYTES)) {
      const larger = new Uint8Array(this.headBytes + Math.max(minBytes, SURE_BYTES))
      larger.set(this.buffer.subarray(0, this.headBytes))
      this.buffer = larger
    }
    return this.buffer.subarray(this.headBytes)
  }

  commit(byteCount: number): void {
    const delegate = this.delegate
    if (delegate !== undefined && 'commit' in delegate) return delegate.commit(byteCount)
    if (delegate !== undefined) return delegate.push(this.buffer.subarray(0, byteCount))
    this.headBytes += byteCount
    this.detect(false)
  }

  end(): void {
    if (this.delegate === undefined && !this.failed) this.detect(true)
    if (this.delegate !== undefined) this.delegate.end()
  }

  private detect(isWhole: boolean): void {
    const head = this.buffer.subarray(0, this.headBytes)
    const { sink, scan, blocks } = this
    const opened = isWhole || head.length >= SURE_BYTES ? openReader(head, sink, scan, blocks) : readerByMagic(head, sink, scan, blocks)
    if (opened === undefined) return
    if ('code' in opened) {
      this.unknownInfo.problems.push(opened)
      this.failed = true
      return
    }
    this.delegate = opened
    this.headBytes = 0
    opened.push(head)
  }
}
