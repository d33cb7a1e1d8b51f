/** `export --to conn-json`: Zeek's `conn.log` as one JSON object per line. */
import { DetectingReader } from '../capture/format.ts'
import type { CaptureInfo } from '../capture/record.ts'
import { ZeekConnLog } from '../dialects/zeek/conn-log.ts'
import type { ZeekOptions } from '../dialects/zeek/connection.ts'
import { Decoder } from '../packet/decode.ts'
import { Packet } from '../packet/packet.ts'

/** Takes each line, its line end included. */
export type LineSink = (line: string) => void

/** Writes the rows of one input. Feed `reader`, end it, then call `end`; connections of several inputs are not put together. */
export class ConnJsonExport {
  readonly reader: DetectingReader
  readonly #log: ZeekConnLog

  constructor(sink: LineSink, options: ZeekOptions = {}) {
    const packet = new Packet()
    const decoder = new Decoder()
    const log = new ZeekConnLog((row) => sink(`${JSON.stringify(row)}\n`), {
      ...options,
      startNs: () => this.info.startNs,
      nameOf: (address) => this.info.hostNames.get(address),
    })
    this.#log = log
    this.reader = new DetectingReader((record) => {
      decoder.decode(record, packet)
      log.packet(packet)
    })
  }

  /** What the reader knows of the input so far, problems included. */
  get info(): CaptureInfo {
    return this.reader.info
  }

  /** Writes the rows of the connections that are still open. */
  end(): void {
    this.#log.end()
  }
}
