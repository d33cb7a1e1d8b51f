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
/** So many reads are on their way at once. */
const MOST_READS = 16
/** The last packet of an input is sought within so many bytes: no record of a capture is larger. */
const LARGEST_RECORD_BYTES = 17 * 1024 * 1024

/** Packets `first` to (not including) `end` of a list, which lie in the bytes `from` to `to`. */
interface Stretch {
  readonly first: number
  readonly end: number
  readonly from: number
  readonly to: number
}

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
    const asked: { readonly stretch: Stretch; readonly bytes: Promise<Uint8Array> }[] = []
    let askedBytes = 0
    let next = 0
    // What comes next is asked for while the last is worked on: reads here and there wait for each other no longer than they must.
    for (;;) {
      while (next < packets.length && asked.length < MOST_READS && (asked.length === 0 || askedBytes < MOST_READ_BYTES)) {
        const stretch = this.#stretchAt(packets, next)
        const bytes = this.#source.read(stretch.from, stretch.to)
        bytes.catch(() => undefined)
        asked.push({ stretch, bytes })
        askedBytes += stretch.to - stretch.from
        next = stretch.end
      }
      const first = asked.shift()
      if (first === undefined || !isWanted()) return
      const { stretch } = first
      this.#replay(await first.bytes, packets, stretch.first, stretch.end, take)
      askedBytes -= stretch.to - stretch.from
    }
  }

  /** Packets from `first` on that are read at once. */
  #stretchAt(packets: ArrayLike<number>, first: number): Stretch {
    const from = this.#index.offset(packets[first])
    let end = first + 1
    let to = this.#endOf(packets[first])
    while (end < packets.length && this.#index.offset(packets[end]) - to < NEAR_BYTES && this.#endOf(packets[end]) - from < MOST_READ_BYTES)
      to = this.#endOf(packets[end++])
    return { first, end, from, to }
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
