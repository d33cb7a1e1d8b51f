/** Shows packets of an input again: from the file by their offsets, or, for text, from copies that were kept. */
import type { RereadableReader } from '../core/capture/direct-reader.ts'
import { PacketRecord } from '../core/capture/record.ts'
import type { ByteSource } from './byte-source.ts'
import type { PacketIndex } from './packet-index.ts'

/** Takes a packet that is shown again; the record is valid during the call only. */
export type PacketTaker = (record: PacketRecord, packet: number) => void

/** Packets that can be shown again. */
export interface PacketStore {
  /**
   * Shows packets again.
   *
   * @param packets their numbers, ascending
   * @param isWanted asked between reads whether to go on
   */
  show(packets: ArrayLike<number>, take: PacketTaker, isWanted?: () => boolean): Promise<void>
}

/** Packets that lie closer than this are read at once. */
const NEAR_BYTES = 128 * 1024
/** But not more than this at once, unless one packet is larger. */
const MOST_READ_BYTES = 8 * 1024 * 1024
/** The last packet of an input is sought within so many bytes: no record of a capture is larger. */
const LARGEST_RECORD_BYTES = 17 * 1024 * 1024

/** Packets of a capture file. */
export class FilePackets implements PacketStore {
  readonly #source: ByteSource
  readonly #index: PacketIndex
  readonly #reader: RereadableReader

  /** @param reader the reader that has read the whole input */
  constructor(source: ByteSource, index: PacketIndex, reader: RereadableReader) {
    this.#source = source
    this.#index = index
    this.#reader = reader
  }

  async show(packets: ArrayLike<number>, take: PacketTaker, isWanted: () => boolean = () => true): Promise<void> {
    for (let i = 0; i < packets.length && isWanted();) {
      const from = this.#index.offset(packets[i])
      let next = i + 1
      let to = this.#endOf(packets[i])
      while (
        next < packets.length &&
        this.#index.offset(packets[next]) - to < NEAR_BYTES &&
        this.#endOf(packets[next]) - from < MOST_READ_BYTES
      )
        to = this.#endOf(packets[next++])
      this.#replay(await this.#source.read(from, to), packets, i, next, take)
      i = next
    }
  }

  #replay(bytes: Uint8Array, packets: ArrayLike<number>, first: number, end: number, take: PacketTaker): void {
    let number = packets[first]
    let i = first
    const reader = this.#reader.again(this.#index.offset(number), (record) => {
      if (i < end && packets[i] === number) {
        take(record, number)
        i++
      }
      number++
    })
    reader.push(bytes)
  }

  #endOf(packet: number): number {
    const index = this.#index
    return packet < index.count ? index.offset(packet + 1) : index.offset(packet) + LARGEST_RECORD_BYTES
  }
}

/** What copies of packets may take. */
const MOST_KEPT_BYTES = 512 * 1024 * 1024

/** Packets that were made from text: there is no place in the text to read their bytes from again. */
export class KeptPackets implements PacketStore {
  readonly #records: PacketRecord[] = []
  #bytes = 0

  /** Whether all packets are kept. */
  get isWhole(): boolean {
    return this.#bytes <= MOST_KEPT_BYTES
  }

  /** Keeps a copy of the next packet. */
  add(record: PacketRecord): void {
    this.#bytes += record.capLen + 256
    if (!this.isWhole) return
    const bytes = record.bytes.slice(record.from, record.from + record.capLen)
    this.#records.push(Object.assign(new PacketRecord(), record, { bytes, view: new DataView(bytes.buffer), from: 0 }))
  }

  show(packets: ArrayLike<number>, take: PacketTaker): Promise<void> {
    for (let i = 0; i < packets.length; i++) {
      const record = this.#records[packets[i] - 1]
      if (record !== undefined) take(record, packets[i])
    }
    return Promise.resolve()
  }
}
