/** Copies packets into a pcapng file: each interface of theirs, and each link type of it, becomes an interface of the file. */
import type { ByteSink } from './pcap-writer.ts'
import { PcapngWriter } from './pcapng-writer.ts'
import type { CaptureInfo, PacketRecord } from './record.ts'

/** An interface of the file: its index there, and the index of the one that it stands for. */
interface CopiedInterface {
  readonly index: number
  readonly source: number
}

/** Writes one pcapng file with packets from another input. */
export class PcapngCopy {
  readonly #writer: PcapngWriter
  readonly #interfaces = new Map<string, CopiedInterface>()

  /** The file goes to `sink`, block by block; `comments` are on the whole of it. */
  constructor(sink: ByteSink, comments: readonly string[] = []) {
    this.#writer = new PcapngWriter(sink, { application: 'synfin', comments })
  }

  /** Writes a packet with comments, and its interface before it where that is new; `info` is what its own input says of it. */
  write(record: PacketRecord, info: CaptureInfo, comments: readonly string[] = []): void {
    const source = record.interfaceIndex
    const key = `${source} ${record.linkType}`
    let copied = this.#interfaces.get(key)
    if (copied === undefined) {
      const { name = '', snaplen = 0 } = info.interfaces.at(source) ?? {}
      copied = { source, index: this.#writer.addInterface({ linkType: record.linkType, name, snaplen }) }
      this.#interfaces.set(key, copied)
    }
    this.#writer.write(record, info.startNs ?? 0n, copied.index, comments)
  }

  /** Writes what the input knows about names of hosts. */
  writeNames(info: CaptureInfo): void {
    this.#writer.writeNames(info.hostNames)
  }

  /** Writes how many packets each of the interfaces so far dropped, where that is known. */
  writeDropped(info: CaptureInfo): void {
    for (const { index, source } of this.#interfaces.values()) {
      const { dropped = 0 } = info.interfaces.at(source) ?? {}
      if (dropped > 0) this.#writer.writeDropped(index, dropped)
    }
  }
}
