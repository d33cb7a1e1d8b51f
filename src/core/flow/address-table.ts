/** Gives every IPv6 address a small number, so that a flow's key is always three int32. */
import { HEAP, type TableMemory } from '../bytes/table-memory.ts'

const BYTES = 16
const FIRST_SLOTS = 128
/** The numbers of the head: addresses, and slots less one. Also known to `assembly/shared-addresses.ts`. */
const COUNT = 0
const MASK = 1
const HEAD_BYTES = 8

/**
 * Interned IPv6 addresses: the same 16 bytes always give the same id, from 0 upward.
 *
 * Open addressing over typed arrays: a lookup allocates nothing. Entries are never removed: 24 bytes for each address ever seen.
 */
export class AddressTable {
  #bytes = new Uint8Array(0)
  #view = new DataView(this.#bytes.buffer)
  #slots = new Int32Array(0)
  #head = new Int32Array(0)
  #slotCount = FIRST_SLOTS
  readonly #seed: number
  readonly #memory: TableMemory
  /** Where addresses, slots and head begin in their memory. */
  readonly at = { bytes: 0, slots: 0, head: 0 }

  /** @param seed any int32; a shell passes a random one, so that nobody can choose addresses that collide. */
  constructor(seed = 0, memory = HEAP) {
    this.#seed = seed
    this.#memory = memory
    memory.allocate(HEAD_BYTES, this.#placeHead)
    this.#allocate()
  }

  readonly #placeHead = (buffer: ArrayBuffer, at: number): void => {
    this.#head = new Int32Array(buffer, at, HEAD_BYTES / 4)
    this.at.head = at
  }

  readonly #placeBytes = (buffer: ArrayBuffer, at: number): void => {
    this.#bytes = new Uint8Array(buffer, at, (this.#slotCount / 2) * BYTES)
    this.#view = new DataView(buffer, at, this.#bytes.length)
    this.at.bytes = at
  }

  readonly #placeSlots = (buffer: ArrayBuffer, at: number): void => {
    this.#slots = new Int32Array(buffer, at, this.#slotCount)
    this.at.slots = at
  }

  /** Room for half as many addresses as there are slots. */
  #allocate(): void {
    this.#memory.allocate((this.#slotCount / 2) * BYTES, this.#placeBytes)
    this.#memory.allocate(this.#slotCount * 4, this.#placeSlots)
    this.#head[MASK] = this.#slotCount - 1
  }

  /** Makes sure that `more` addresses can be added without moving any memory. */
  makeRoom(more: number): void {
    if ((this.size + more) * 2 > this.#slotCount) this.#grow(this.size + more)
  }

  /** Number of different addresses. */
  get size(): number {
    return this.#head[COUNT]
  }

  /** The id of the 16 bytes at `offset` of `view`. */
  idOf(view: DataView, offset: number): number {
    const mask = this.#head[MASK]
    let slot = hash(view, offset, this.#seed) & mask
    for (;;) {
      const entry = this.#slots[slot]
      if (entry === 0) break
      if (this.#same(entry - 1, view, offset)) return entry - 1
      slot = (slot + 1) & mask
    }
    return this.#add(view, offset)
  }

  /** The 16 bytes of an address. Valid until the next `idOf`. */
  bytesOf(id: number): Uint8Array {
    return this.#bytes.subarray(id * BYTES, id * BYTES + BYTES)
  }

  #same(id: number, view: DataView, offset: number): boolean {
    const own = this.#view
    const at = id * BYTES
    for (let i = 0; i < BYTES; i += 4) if (own.getInt32(at + i) !== view.getInt32(offset + i)) return false
    return true
  }

  #add(view: DataView, offset: number): number {
    if ((this.size + 1) * 2 > this.#slotCount) this.#grow(this.size + 1)
    const id = this.#head[COUNT]++
    for (let i = 0; i < BYTES; i++) this.#bytes[id * BYTES + i] = view.getUint8(offset + i)
    this.#place(id, hash(view, offset, this.#seed))
    return id
  }

  #place(id: number, hashed: number): void {
    const mask = this.#head[MASK]
    let slot = hashed & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#slots[slot] = id + 1
  }

  /** Makes room for `least` addresses at least. */
  #grow(least: number): void {
    const words = new Int32Array(this.#bytes.buffer, this.at.bytes, (this.size * BYTES) / 4)
    const old = this.#memory.keep(words)
    while (least * 2 > this.#slotCount) this.#slotCount *= 2
    this.#allocate()
    new Int32Array(this.#bytes.buffer, this.at.bytes, old.length).set(old)
    for (let id = 0; id < this.size; id++) this.#place(id, hash(this.#view, id * BYTES, this.#seed))
  }
}

function hash(view: DataView, offset: number, seed: number): number {
  let h = seed
  for (let i = 0; i < BYTES; i += 4) {
    h = Math.imul(h ^ view.getInt32(offset + i), 0x7feb352d)
    h ^= h >>> 15
  }
  h = Math.imul(h, 0x846ca68b)
  return h ^ (h >>> 16)
}
