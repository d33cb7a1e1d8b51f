/** The packets of a live capture in a file: the one that was asked for, or a temporary one. */
import { join } from 'node:path'
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { PcapWriter } from '../core/capture/pcap-writer.ts'
import type { PacketRecord } from '../core/capture/record.ts'
import { printable } from '../core/view/text-layout.ts'
import type { InterfaceWords } from '../core/words/interface-words.ts'
import { Output, OutputError } from '../node/output.ts'
import { TemporaryFolder } from '../node/temporary-folder.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { tell } from './terminal.ts'

/** So late at most a packet is in the file: others may be reading it, and a full disk should show. */
const FLUSH_MS = 1000

/** A file that is written while a capture runs. A full disk ends the writing, not the capture: its owner decides what then. */
export class PacketFile {
  packets = 0
  readonly path: string
  /** Fulfilled when the file cannot be written on. */
  readonly failed: Promise<OutputError>
  readonly #folder: TemporaryFolder | undefined
  readonly #output: Output
  readonly #writer: PcapWriter
  readonly #mostBytes: number
  readonly #timer: NodeJS.Timeout
  #fault: OutputError | undefined
  #fail: (fault: OutputError) => void = () => {}

  /**
   * Makes the file. Raises an `OutputError`.
   *
   * @param path the file to write and keep; without it, a temporary one that `remove` takes away
   * @param use a word for the name of the temporary folder
   * @param mostBytes packets beyond so much are left out
   */
  constructor(path: string | undefined, use: string, mostBytes = Infinity) {
    this.failed = new Promise((resolve) => (this.#fail = resolve))
    this.#folder = path === undefined ? new TemporaryFolder(use) : undefined
    this.path = path ?? join(this.#folder?.path ?? '', 'packets.pcap')
    this.#mostBytes = mostBytes
    try {
      this.#output = new Output(this.path)
    } catch (error) {
      this.remove()
      throw error
    }
    this.#writer = new PcapWriter((bytes) => void this.#output.write(bytes))
    this.#timer = setInterval(() => this.flush(), FLUSH_MS)
    this.#timer.unref()
  }

  /** Why the file is not complete, if it is not. */
  get fault(): OutputError | undefined {
    return this.#fault
  }

  /** Writes one packet. */
  take(record: PacketRecord, startNs: bigint): void {
    if (this.#writer.byteCount > this.#mostBytes) return
    this.#attempt(() => this.#writer.write(record, startNs))
    if (this.#fault === undefined) this.packets++
  }

  /** Everything so far is in the file. */
  flush(): void {
    this.#attempt(() => {
      this.#writer.flush()
      this.#output.flush()
    })
  }

  /** Completes the file. */
  end(): void {
    clearInterval(this.#timer)
    this.#attempt(() => {
      this.#writer.end(LINK_TYPE.linuxSll2)
      this.#output.close()
    })
  }

  /** Takes a temporary file away. */
  remove(): void {
    this.#folder?.remove()
  }

  #attempt(write: () => void): void {
    if (this.#fault !== undefined) return
    try {
      write()
    } catch (error) {
      if (!(error instanceof OutputError)) throw error
      this.#fault = error
      this.#fail(error)
    }
  }
}

/** Says why a file is not complete, if it is not; gives `code`, or that of a failure. */
export function tellFault({ fault }: { readonly fault: OutputError | undefined }, words: InterfaceWords, code: ExitCode): ExitCode {
  if (fault === undefined) return code
  tell(`synfin: ${printable(words.shell.outputFault(fault))}\n`)
  return EXIT.failed
}
