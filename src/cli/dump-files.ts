/** The files that `synfin dump -w` writes: one, or many in rotation (`-C`, `-G`, `-W`). */
import { PcapWriter } from '../core/capture/pcap-writer.ts'
import { PcapngCopy } from '../core/capture/pcapng-copy.ts'
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import { Output } from '../node/output.ts'
import type { DumpOptions } from './dump-options.ts'

const BYTES_PER_MEGABYTE = 1e6
const MS_PER_S = 1000

/** Writes the packets of a run. Times of `-G` are those of this machine's clock, as in tcpdump, not of the packets. */
export class DumpFiles {
  /** True when `-W` files were written under `-G`: no more packets are wanted. */
  isFull = false
  private readonly options: DumpOptions
  private readonly template: string
  private readonly inputs: readonly string[]
  private readonly linkType: number
  private readonly snaplen: number
  private output: Output
  private writeRecord: (record: PacketRecord, info: CaptureInfo) => boolean = () => false
  private flushWriter: () => void = () => {}
  private endFile: () => void = () => {}
  private byteCount: () => number = () => 0
  private number = 0
  private filesBegun = 0
  private begunAtMs = Date.now()

  /** Opens the first file. Raises an `OutputError`. */
  constructor(options: DumpOptions, inputs: readonly string[], linkType: number, snaplen: number) {
    this.options = options
    this.template = options.output ?? '-'
    this.inputs = inputs
    this.linkType = linkType
    this.snaplen = snaplen
    this.output = this.open()
  }

  /** Writes a packet; false when it cannot be part of the file, because its link type is another. Raises an `OutputError`. */
  write(record: PacketRecord, info: CaptureInfo): boolean {
    this.rotate()
    if (this.isFull) return true
    return this.writeRecord(record, info)
  }

  /** Writes records as they are; the file is a pcap file, and its only one. Raises an `OutputError`. */
  writeRecords(records: Uint8Array): void {
    this.flushWriter()
    this.output.write(records)
  }

  /** Whether whoever reads our pipe has gone. */
  get isClosed(): boolean {
    return this.output.isClosed
  }

  /** Hands over what is collected: a file that is read while it grows, or is never ended, is complete up to here. */
  flush(): void {
    this.flushWriter()
    this.output.flush()
  }

  /** Ends the last file. Raises an `OutputError`. */
  close(): void {
    this.endFile()
    this.output.close()
  }

  private rotate(): void {
    const { fileMegabytes, fileSeconds, fileCount } = this.options
    if (fileSeconds > 0 && Date.now() - this.begunAtMs >= fileSeconds * MS_PER_S) {
      if (fileCount > 0 && fileMegabytes === 0 && this.filesBegun >= fileCount) {
        this.isFull = true
        return
      }
      this.number = 0
      this.begunAtMs = Date.now()
      this.reopen()
    }
    if (fileMegabytes > 0 && this.byteCount() > fileMegabytes * BYTES_PER_MEGABYTE) {
      this.number++
      if (fileCount > 0 && this.number >= fileCount) this.number = 0
      this.reopen()
    }
  }

  private reopen(): void {
    this.close()
    this.output = this.open()
  }

  private open(): Output {
    const output = new Output(this.fileName(), this.inputs)
    this.filesBegun++
    if (this.template.toLowerCase().endsWith('.pcapng')) this.startPcapng(output)
    else this.startPcap(output)
    return output
  }

  private startPcap(output: Output): void {
    const unit = this.options.print.nano ? 'nanoseconds' : 'microseconds'
    const writer = new PcapWriter((bytes) => void output.write(bytes), { unit, linkType: this.linkType, snaplen: this.snaplen })
    this.writeRecord = (record, info) => writer.write(record, info.startNs ?? 0n) === undefined
    this.flushWriter = () => writer.flush()
    this.byteCount = () => writer.byteCount
    this.endFile = () => writer.end(this.linkType)
  }

  private startPcapng(output: Output): void {
    let byteCount = 0
    const sink = (bytes: Uint8Array): void => {
      byteCount += bytes.length
      output.write(bytes)
    }
    const copy = new PcapngCopy(sink)
    let latest: CaptureInfo | undefined
    this.writeRecord = (record, info) => {
      latest = info
      copy.write(record, info)
      return true
    }
    this.flushWriter = () => {}
    this.byteCount = () => byteCount
    // What the kernel dropped is known to whoever reads the file, too.
    this.endFile = () => {
      if (latest !== undefined) copy.writeDropped(latest)
    }
  }

  /** tcpdump's names: the time through strftime with `-G`, then a number with `-C`, behind everything. */
  private fileName(): string {
    const { fileMegabytes, fileSeconds, fileCount } = this.options
    if (this.template === '-') return '-'
    const name = fileSeconds > 0 ? timeName(this.template, new Date(this.begunAtMs)) : this.template
    if (fileMegabytes === 0) return name
    const digits = fileCount > 1 ? String(fileCount - 1).length : 0
    if (this.number === 0 && digits === 0) return name
    return name + String(this.number).padStart(digits, '0')
  }
}

/** The conversions of strftime that names of files use. */
function timeName(template: string, time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  const yearStart = new Date(time.getFullYear(), 0, 1)
  const dayOfYear =
    Math.round((new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime() - yearStart.getTime()) / 86_400_000) + 1
  const values: Readonly<Record<string, string>> = {
    Y: String(time.getFullYear()),
    y: two(time.getFullYear() % 100),
    m: two(time.getMonth() + 1),
    d: two(time.getDate()),
    e: String(time.getDate()).padStart(2),
    H: two(time.getHours()),
    I: two(time.getHours() % 12 === 0 ? 12 : time.getHours() % 12),
    M: two(time.getMinutes()),
    S: two(time.getSeconds()),
    j: String(dayOfYear).padStart(3, '0'),
    s: String(Math.floor(time.getTime() / MS_PER_S)),
    F: date,
    T: clock,
    R: clock.slice(0, 5),
    D: `${two(time.getMonth() + 1)}/${two(time.getDate())}/${two(time.getFullYear() % 100)}`,
    p: time.getHours() < 12 ? 'AM' : 'PM',
    u: String(time.getDay() === 0 ? 7 : time.getDay()),
    w: String(time.getDay()),
    '%': '%',
  }
  return template.replaceAll(/%(.)/g, (whole, letter: string) => values[letter] ?? whole)
}
