/** A live capture into a file of its own for as long as a command watches, to be explained afterwards. */
import type { BlindReason } from '../core/words/probe-words.ts'
import { LiveCaptureError, type LiveCapture } from '../live/live-capture.ts'
import { openLiveCapture } from '../live/open-live-capture.ts'
import type { OutputError } from '../node/output.ts'
import { PacketFile } from './packet-file.ts'

/** What came of watching. */
export interface WatchedFile {
  readonly path: string
  readonly packets: number
  /** Packets that the kernel threw away. */
  readonly dropped: number
  /** Why packets are missing at the end of the file, where the disk was full. */
  readonly fault: OutputError | undefined
}

/** Packets on all interfaces, going into a file. */
export class LiveFile {
  readonly #file: PacketFile
  #capture: LiveCapture | undefined

  private constructor(file: PacketFile) {
    this.#file = file
  }

  /**
   * Begins to capture on all interfaces. Raises an `OutputError` when the file cannot be made.
   *
   * @param filter a pcap-filter expression; empty for everything
   * @param path the file to write and keep; without it, a temporary one that `remove` takes away
   * @returns why not, where the packets cannot be seen
   */
  static async open(filter: string, path: string | undefined): Promise<LiveFile | BlindReason> {
    const packets = new PacketFile(path, 'watch')
    const file = new LiveFile(packets)
    try {
      let startNs = 0n
      const capture = await openLiveCapture({
        interface: 'any',
        filter: { text: filter },
        onRecord: (record) => {
          startNs = capture.info.startNs ?? startNs
          packets.take(record, startNs)
        },
      })
      file.#capture = capture
      return file
    } catch (error) {
      file.remove()
      if (error instanceof LiveCaptureError)
        return { code: error.code === 'no-permission' ? 'no-permission' : 'other', message: error.message }
      if (error instanceof Error && 'code' in error) return { code: 'other', message: error.message }
      throw error
    }
  }

  /** Stops capturing, and completes the file. */
  async finish(): Promise<WatchedFile> {
    const counts = await this.#capture?.stop()
    this.#file.end()
    const { path, fault } = this.#file
    return { path, packets: counts?.captured ?? 0, dropped: counts?.dropped ?? 0, fault }
  }

  /** Takes the temporary file away. */
  remove(): void {
    this.#file.remove()
  }
}
