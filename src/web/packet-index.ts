/** Sixteen bytes a packet: where its record is, which connection it belongs to, which packet of that connection came before. */

const WORDS = 4
const BLOCK_PACKETS = 65_536
const TWO_32 = 2 ** 32

/** The index of all packets of an input; packets count from 1. It grows in blocks and is never copied. */
export class PacketIndex {
  count = 0
  readonly #blocks: Int32Array[] = []

  /**
   * Adds the next packet.
   *
   * @param offset where its record begins in the input, below 2^48
   * @param connection the connection that it belongs to, or -1
   * @param before the packet of the same connection that came before it, or 0
   * @param traits up to 16 bits of the caller's
   */
  add(offset: number, connection: number, before: number, traits: number): void {
    const i = this.count++
    if (i % BLOCK_PACKETS === 0) this.#blocks.push(new Int32Array(BLOCK_PACKETS * WORDS))
    const block = this.#blocks[this.#blocks.length - 1]
    const at = (i % BLOCK_PACKETS) * WORDS
    block[at] = offset | 0
    block[at + 1] = ((offset / TWO_32) & 0xffff) | (traits << 16)
    block[at + 2] = connection
    block[at + 3] = before
  }

  /** Where the record of `packet` begins in the input. */
  offset(packet: number): number {
    return (this.#word(packet, 0) >>> 0) + (this.#word(packet, 1) & 0xffff) * TWO_32
  }

  /** The connection of `packet`, or -1. */
  connection(packet: number): number {
    return this.#word(packet, 2)
  }

  /** The packet of the same connection before `packet`, or 0. */
  before(packet: number): number {
    return this.#word(packet, 3)
  }

  /** The caller's bits. */
  traits(packet: number): number {
    return this.#word(packet, 1) >>> 16
  }

  /** The packets of a connection, in order, from its last one; of more than `most`, the first ones. */
  packetsOf(last: number, most: number): Uint32Array {
    let count = 0
    for (let packet = last; packet !== 0; packet = this.before(packet)) count++
    const packets = new Uint32Array(Math.min(count, most))
    let place = count
    for (let packet = last; packet !== 0; packet = this.before(packet)) if (--place < packets.length) packets[place] = packet
    return packets
  }

  #word(packet: number, word: number): number {
    const i = packet - 1
    return this.#blocks[Math.floor(i / BLOCK_PACKETS)][(i % BLOCK_PACKETS) * WORDS + word]
  }
}
