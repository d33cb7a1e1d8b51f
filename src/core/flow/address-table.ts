/** Gives every IPv6 address a small number, so that a flow's key is always three int32. */

const BYTES = 16

/**
 * Interned IPv6 addresses: the same 16 bytes always give the same id, from 0 upward.
 *
 * Open addressing over typed arrays: a lookup allocates nothing. Entries are never removed: 24 bytes for each address ever seen.
 */
export class AddressTable {
  #bytes = new Uint8Array(BYTES * 64)
  #view = new DataView(this.#bytes.buffer)
  #slots = new Int32Array(128)
  #count = 0
  readonly #seed: number

  /** @param seed any int32; a shell passes a random one, so that nobody can choose addresses that collide. */
  constructor(seed = 0) {
    this.#seed = seed
  }

  /** Number of different addresses. */
  get size(): number {
    return this.#count
  }

  /** The id of the 16 bytes at `offset` of `view`. */
  idOf(view: DataView, offset: number): number {
    const mask = this.#slots.length - 1
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
    if ((this.#count + 1) * 2 > this.#slots.length) this.#grow()
    const id = this.#count++
    for (let i = 0; i < BYTES; i++) this.#bytes[id * BYTES + i] = view.getUint8(offset + i)
    this.#place(id, hash(view, offset, this.#seed))
    return id
  }

  #place(id: number, hashed: number): void {
    const mask = this.#slots.length - 1
    let slot = hashed & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#slots[slot] = id + 1
  }

  #grow(): void {
    const bytes = new Uint8Array(this.#bytes.length * 2)
    bytes.set(this.#bytes)
    this.#bytes = bytes
    this.#slots = new Int32Array(this.#slots.length * 2)
    this.#view = new DataView(bytes.buffer)
    for (let id = 0; id < this.#count; id++) this.#place(id, hash(this.#view, id * BYTES, this.#seed))
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
