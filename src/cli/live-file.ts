/** A live capture into a file of its own for as long as a command watches, to be explained afterwards. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LINK_TYPE } from '../core/capture/link-type.ts'
import { PcapWriter } from '../core/capture/pcap-writer.ts'
import type { BlindReason } from '../core/words/probe-words.ts'
import { LiveCaptureError, type LiveCapture } from '../live/live-capture.ts'
import { openLiveCapture } from '../live/open-live-capture.ts'

/** What came of watching. */
export interface WatchedFile {
  readonly path: string
  readonly packets: number
  /** Packets that the kernel threw away. */
  readonly dropped: number
}

/** Packets on all interfaces, going into a file. */
export class LiveFile {
  readonly #folder: string | undefined
  readonly #path: string
  readonly #file: number
  readonly #writer: PcapWriter
  #capture: LiveCapture | undefined

  private constructor(path: string | undefined) {
    this.#folder = path === undefined ? mkdtempSync(join(tmpdir(), 'synfin-watch-')) : undefined
    this.#path = path ?? join(this.#folder ?? '', 'watched.pcap')
    this.#file = openSync(this.#path, 'w')
    this.#writer = new PcapWriter((bytes) => writeSync(this.#file, bytes))
  }

  /**
   * Begins to capture on all interfaces.
   *
   * @param filter a pcap-filter expression; empty for everything
   * @param path the file to write and keep; without it, a temporary one that `remove` takes away
   * @returns why not, where the packets cannot be seen
   */
  static async open(filter: string, path: string | undefined): Promise<LiveFile | BlindReason> {
    let file: LiveFile | undefined
    try {
      file = new LiveFile(path)
      const { writer } = file
      let startNs = 0n
      const capture = await openLiveCapture({
        interface: 'any',
        filter: { text: filter },
        onRecord: (record) => {
          startNs = capture.info.startNs ?? startNs
          writer.write(record, startNs)
        },
      })
      file.#capture = capture
      return file
    } catch (error) {
      file?.remove()
      if (error instanceof LiveCaptureError)
        return { code: error.code === 'no-permission' ? 'no-permission' : 'other', message: error.message }
      if (error instanceof Error && 'code' in error) return { code: 'other', message: error.message }
      throw error
    }
  }

  private get writer(): PcapWriter {
    return this.#writer
  }

  /** Stops capturing, and completes the file. */
  async finish(): Promise<WatchedFile> {
    const counts = await this.#capture?.stop()
    this.#writer.end(LINK_TYPE.linuxSll2)
    closeSync(this.#file)
    return { path: this.#path, packets: counts?.captured ?? 0, dropped: counts?.dropped ?? 0 }
  }

  /** Takes the temporary file away. */
  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true })
  }
}
