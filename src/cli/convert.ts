/** `synfin convert`: writes what was understood of any input as a capture file. */
import { DetectingReader } from '../core/capture/format.ts'
import { linkTypeName } from '../core/capture/link-type.ts'
import { PcapWriter } from '../core/capture/pcap-writer.ts'
import { PcapngCopy } from '../core/capture/pcapng-copy.ts'
import type { CaptureInfo, PacketRecord } from '../core/capture/record.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { Output } from '../node/output.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { InputRun } from './input-run.ts'
import { printable } from '../core/view/text-layout.ts'
import { tell } from './terminal.ts'

/** Writes one capture file; false from `write` means that the packet cannot be part of it. */
interface CaptureWriter {
  write(record: PacketRecord, info: CaptureInfo): boolean
  end(info: CaptureInfo): void
  /** Link types of the file and of the packet that could not be part of it. */
  readonly refusal: readonly [expected: number, found: number] | undefined
}

/** A pcap file: all packets have one link type. */
class PcapFile implements CaptureWriter {
  refusal: readonly [expected: number, found: number] | undefined
  readonly #writer: PcapWriter

  constructor(sink: (bytes: Uint8Array) => void) {
    this.#writer = new PcapWriter(sink)
  }

  write(record: PacketRecord, info: CaptureInfo): boolean {
    const refusal = this.#writer.write(record, info.startNs ?? 0n)
    if (refusal === undefined) return true
    this.refusal = [refusal.expected, refusal.found]
    return false
  }

  end(): void {
    this.#writer.end()
  }
}

/** A pcapng file: an interface for each one of the input and each link type. */
class PcapngFile implements CaptureWriter {
  readonly refusal = undefined
  readonly #copy: PcapngCopy

  constructor(sink: (bytes: Uint8Array) => void) {
    this.#copy = new PcapngCopy(sink)
  }

  write(record: PacketRecord, info: CaptureInfo): boolean {
    this.#copy.write(record, info)
    return true
  }

  end(info: CaptureInfo): void {
    this.#copy.writeNames(info)
  }
}

/** Runs the command; gives its exit code. Raises an `OutputError`. */
export async function convert(input: string, outputPath: string, words: InterfaceWords): Promise<ExitCode> {
  const inputs = new InputRun(words)
  const isPcapng = outputPath.toLowerCase().endsWith('.pcapng')
  let output: Output | undefined
  // The file is made with its first bytes: an input without packets must not empty a file.
  const sink = (bytes: Uint8Array): void => {
    output ??= new Output(outputPath, [input])
    output.write(bytes)
  }
  let writer: CaptureWriter | undefined
  const start = (): CaptureWriter => (isPcapng ? new PcapngFile(sink) : new PcapFile(sink))
  let packets = 0
  let isRefused = false
  const reader: DetectingReader = new DetectingReader((record) => {
    if (isRefused) return
    writer ??= start()
    if (writer.write(record, reader.info)) packets++
    else {
      isRefused = true
      inputs.stop()
    }
  })
  await inputs.read(input, reader)
  const code = inputs.end()
  if (packets === 0 && code !== EXIT.ok) return code
  writer ??= start()
  writer.end(reader.info)
  output?.close()
  if (writer.refusal !== undefined) {
    const [expected, found] = writer.refusal
    tell(
      `synfin: ${printable(words.shell.otherLinkType(linkTypeName(expected).description, linkTypeName(found).description, outputPath))}\n`,
    )
    return EXIT.failed
  }
  tell(`${printable(words.shell.converted(packets, outputPath))}\n`)
  return code
}
