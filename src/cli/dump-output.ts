/** What `synfin dump` makes of packets, wherever they come from: lines on standard output, files, a count. */
import { TextOutput } from '../core/bytes/text-output.ts'
import { linkTypeName } from '../core/capture/link-type.ts'
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import { PacketPrinter } from '../core/dialects/tcpdump/packet-printer.ts'
import type { Surroundings } from '../core/dialects/tcpdump/print-options.ts'
import { Output } from '../node/output.ts'
import { readHostNames, readInterfaceNames, readPortNames } from '../node/system-names.ts'
import { DumpFault } from './dump-fault.ts'
import { DumpFiles } from './dump-files.ts'
import type { DumpOptions } from './dump-options.ts'

const SECONDS_PER_MINUTE = 60
const MS_PER_S = 1000

/** Takes the packets of a run that match. */
export class DumpOutput {
  /** Whether packets are printed: not when they are only counted, or written. */
  readonly prints: boolean
  packetCount = 0
  /** What ended the run. */
  fault: Error | undefined
  readonly #options: DumpOptions
  readonly #output = new Output('-')
  readonly #text: TextOutput
  readonly #printer: PacketPrinter
  readonly #onFull: () => void
  #files: DumpFiles | undefined

  /** @param onFull called when no more packets are wanted: enough were taken, nobody reads on, or something went wrong (`fault`) */
  constructor(options: DumpOptions, onFull: () => void) {
    this.#options = options
    this.#onFull = onFull
    this.#text = new TextOutput((bytes) => {
      if (!this.#output.write(bytes)) onFull()
    })
    this.#printer = new PacketPrinter(this.#text, options.print, surroundingsOf(options))
    this.prints = !options.countsOnly && (options.output === undefined || options.alsoPrints)
  }

  /** Whether `-W` files were written under `-G`. */
  get hasAllFiles(): boolean {
    return this.#files?.isFull === true
  }

  /** Opens the file to write, where one is wanted and none is open. Raises an `OutputError`. */
  openFiles(inputs: readonly string[], linkType: number, snaplen: number): void {
    if (this.#options.output !== undefined) this.#files ??= new DumpFiles(this.#options, inputs, linkType, snaplen)
  }

  /** Writes, prints and counts a packet that matches. */
  take(record: PacketRecord, info: CaptureInfo): void {
    if (this.#files !== undefined && !this.#writePacket(this.#files, record, info)) return
    if (this.prints) this.#printer.print(record, info.startNs ?? 0n)
    if (++this.packetCount >= this.#options.packetLimit) this.#onFull()
  }

  /** Writes packets that are records of a pcap file already. */
  takeRecords(records: Uint8Array, packetCount: number): void {
    try {
      this.#files?.writeRecords(records)
      this.packetCount += packetCount
    } catch (error) {
      this.fail(error)
    }
    if (this.#files?.isClosed === true) this.#onFull()
  }

  /** Ends the run for a reason. */
  fail(error: unknown): void {
    this.fault ??= error instanceof Error ? error : new Error(String(error))
    this.#onFull()
  }

  /** Writes text of ours behind the lines. */
  say(text: string): void {
    this.#text.flush()
    this.#output.write(text)
  }

  /** Hands lines on to who is waiting for them, and with `-U` packets too. Raises an `OutputError`. */
  flush(): void {
    this.#text.flush()
    this.#output.flush()
    if (this.#output.isClosed) this.#onFull()
    if (this.#options.flushesPackets) this.flushFiles()
  }

  /** Hands packets on to the file. Raises an `OutputError`. */
  flushFiles(): void {
    this.#files?.flush()
  }

  /** Ends lines and files. Raises an `OutputError`. */
  close(): void {
    this.flush()
    this.#files?.close()
  }

  #writePacket(files: DumpFiles, record: PacketRecord, info: CaptureInfo): boolean {
    try {
      if (!files.write(record, info)) {
        const { name } = linkTypeName(record.linkType)
        throw new DumpFault(`a packet of link type ${name} does not fit into the pcap file: write to NAME.pcapng`)
      }
    } catch (error) {
      this.fail(error)
      return false
    }
    if (files.isFull || files.isClosed) this.#onFull()
    return !files.isFull
  }
}

/** What a printer asks of this machine. */
function surroundingsOf(options: DumpOptions): Surroundings {
  let interfaces: ReadonlyMap<number, string> = new Map()
  let readAtMs = -Infinity
  const common: Surroundings = {
    zoneSeconds: (seconds) => -new Date(seconds * MS_PER_S).getTimezoneOffset() * SECONDS_PER_MINUTE,
    interfaceName: (index) => {
      const known = interfaces.get(index)
      // A new interface while we capture; but packets of one that has gone must not make us read for each of them.
      if (known !== undefined || performance.now() - readAtMs < MS_PER_S) return known
      readAtMs = performance.now()
      interfaces = readInterfaceNames()
      return interfaces.get(index)
    },
  }
  if (options.print.numeric) return common
  const ports = readPortNames()
  const hosts = readHostNames()
  return { ...common, hostName: (address) => hosts.get(address), portName: (port, protocol) => ports.get(`${port}/${protocol}`) }
}
