/** Copies a capture into a pcapng file, with comments added to packets and to the whole; what is pcapng already stays as it is otherwise. */
import { DetectingReader } from './format.ts'
import type { ByteSink } from './pcap-writer.ts'
import { PcapngCopy } from './pcapng-copy.ts'
import { BLOCK_TYPE } from './pcapng-format.ts'
import { blockWithComments } from './pcapng-option.ts'
import type { PacketRecord } from './record.ts'

/** What is added, and what is left out. */
export interface CopyPlan {
  /** Comments on the whole capture. */
  readonly comments: readonly string[]
  /** Comments on a packet, by its number from 1; asked in the order of packets. */
  commentsOn(packet: number): readonly string[]
  /** Whether a packet belongs to the copy. */
  accepts(record: PacketRecord): boolean
}

const PACKET_BLOCKS: ReadonlySet<number> = new Set([BLOCK_TYPE.enhancedPacket, BLOCK_TYPE.simplePacket, BLOCK_TYPE.obsoletePacket])

/** Feed `reader`, end it, then `finish`. Several copies, one behind the other, are one pcapng file of several sections. */
export class CommentedCopy {
  readonly reader: DetectingReader
  /** Comments that were left out: a simple packet block has no place for any (draft-ietf-opsawg-pcapng §4.4). */
  unplaced = 0
  readonly #sink: ByteSink
  readonly #plan: CopyPlan
  #copy: PcapngCopy | undefined
  #packet = 0
  #sections = 0
  /** Of the packet whose block comes next. */
  #comments: readonly string[] = []
  #isAccepted = true

  /** The file goes to `sink`, block by block. */
  constructor(sink: ByteSink, plan: CopyPlan) {
    this.#sink = sink
    this.#plan = plan
    this.reader = new DetectingReader(
      (record) => this.#record(record),
      undefined,
      (type, block, littleEndian) => this.#block(type, block, littleEndian),
    )
  }

  /** The input has ended: writes what is known only now. Of an input that could not be read, nothing was written. */
  finish(): void {
    const { info } = this.reader
    if (info.format !== 'pcapng' && this.reader.isKnown) this.#copy ??= new PcapngCopy(this.#sink, this.#plan.comments)
    this.#copy?.writeNames(info)
    this.#copy?.writeDropped(info)
  }

  #record(record: PacketRecord): void {
    this.#packet++
    this.#comments = this.#plan.commentsOn(this.#packet)
    this.#isAccepted = this.#plan.accepts(record)
    const { info } = this.reader
    if (info.format === 'pcapng' || !this.#isAccepted) return
    this.#copy ??= new PcapngCopy(this.#sink, this.#plan.comments)
    this.#copy.write(record, info, this.#comments)
  }

  #block(type: number, block: Uint8Array, littleEndian: boolean): void {
    const isPacket = PACKET_BLOCKS.has(type)
    if (isPacket && !this.#isAccepted) return
    const isSection = type === BLOCK_TYPE.section
    const comments = isPacket ? this.#comments : isSection && this.#sections++ === 0 ? this.#plan.comments : []
    // A section becomes longer than its header says, whether the header gets a comment or not.
    const isChanged = isSection || comments.length > 0
    const changed = isChanged ? blockWithComments(block, littleEndian, comments) : undefined
    if (isPacket && isChanged && changed === undefined) this.unplaced += comments.length
    this.#sink(changed ?? block)
  }
}
