/** Wires reader, decoder and Zeek's log: connections as Zeek itself draws their boundaries. */
import { DetectingReader } from '../capture/format.ts'
import { ZeekConnLog, type ZeekRowSink } from '../dialects/zeek/conn-log.ts'
import { Decoder } from '../packet/decode.ts'
import { Packet } from '../packet/packet.ts'
import type { PacketFilter } from './packet-filter.ts'

/** One input on its way to rows of `conn.log`: feed `reader`, end it, then `finish`. */
export class ZeekPipeline {
  readonly reader: DetectingReader
  readonly #log: ZeekConnLog

  /** @param filter packets that it does not accept are left out */
  constructor(sink: ZeekRowSink, filter?: PacketFilter) {
    const packet = new Packet()
    const decoder = new Decoder()
    const log = new ZeekConnLog(sink, {
      startNs: () => this.reader.info.startNs,
      nameOf: (address) => this.reader.info.hostNames.get(address),
    })
    this.#log = log
    this.reader = new DetectingReader((record) => {
      packet.number++
      if (filter !== undefined && !filter.accepts(record)) return
      decoder.decode(record, packet)
      log.packet(packet)
    })
  }

  /** Gives the rows of the connections that are left. */
  finish(): void {
    this.#log.end()
  }
}
