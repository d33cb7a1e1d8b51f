/** Comments on packets of one input, kept in a file of their own until the packets come by again: there may be more than memory holds. */
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { PacketComment } from '../core/export/verdict-comments.ts'
import { Output } from '../node/output.ts'
import { TemporaryFolder } from '../node/temporary-folder.ts'

const FIRST_CAPACITY = 1024

/** Comments are added in any order, then asked for in the order of packets. */
export class KeptComments {
  readonly #folder = new TemporaryFolder('comments')
  readonly #path = join(this.#folder.path, 'comments')
  readonly #output = new Output(this.#path)
  #count = 0
  #packets = new Uint32Array(FIRST_CAPACITY)
  /** Where each text begins in the file; it ends where the next one begins. */
  #offsets = new Float64Array(FIRST_CAPACITY + 1)
  /** Indexes of the comments in the order of packets; then of those the next one. */
  #order = new Uint32Array(0)
  #next = 0
  #file = -1

  /** Keeps a comment. Raises an `OutputError` when there is no room for it. */
  add({ packet, text }: PacketComment): void {
    const bytes = Buffer.from(text)
    if (this.#count === this.#packets.length) this.#grow()
    this.#packets[this.#count] = packet
    this.#offsets[this.#count + 1] = this.#offsets[this.#count] + bytes.length
    this.#count++
    this.#output.write(bytes)
  }

  /** All have been added. */
  complete(): void {
    this.#output.close()
    this.#order = Uint32Array.from({ length: this.#count }, (_, i) => i)
    const packets = this.#packets
    this.#order.sort((a, b) => packets[a] - packets[b] || a - b)
    if (this.#count > 0) this.#file = openSync(this.#path, 'r')
  }

  /** The comments on a packet, in the order in which they were added; packets are to be asked for in their order, each once. */
  on(packet: number): readonly string[] {
    const texts: string[] = []
    while (this.#next < this.#count && this.#packets[this.#order[this.#next]] <= packet) {
      const comment = this.#order[this.#next++]
      if (this.#packets[comment] === packet) texts.push(this.#textOf(comment))
    }
    return texts
  }

  /** Removes the file. */
  remove(): void {
    if (this.#file >= 0) closeSync(this.#file)
    this.#file = -1
    this.#folder.remove()
  }

  #textOf(comment: number): string {
    const from = this.#offsets[comment]
    const bytes = Buffer.alloc(this.#offsets[comment + 1] - from)
    readSync(this.#file, bytes, 0, bytes.length, from)
    return bytes.toString()
  }

  #grow(): void {
    const packets = new Uint32Array(this.#packets.length * 2)
    const offsets = new Float64Array(packets.length + 1)
    packets.set(this.#packets)
    offsets.set(this.#offsets)
    this.#packets = packets
    this.#offsets = offsets
  }
}
