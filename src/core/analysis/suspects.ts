/** Clients whose other connections are worth a look: those of which something failed, and perhaps others that share their place. */
import { HEAP, type TableMemory } from '../bytes/table-memory.ts'
import { SUSPECT_SHIFT, SUSPECT_SPREAD, SUSPECT_WORDS } from './quiet-layout.ts'

/** Remembers clients by one bit each, so that most others are told apart in one look. Nobody is ever forgotten. */
export class Suspects {
  #bits = new Int32Array(0)
  /** Where the bits begin in their memory. */
  at = 0

  constructor(memory: TableMemory = HEAP) {
    memory.allocate(SUSPECT_WORDS * 4, this.#place)
  }

  readonly #place = (buffer: ArrayBuffer, at: number): void => {
    this.#bits = new Int32Array(buffer, at, SUSPECT_WORDS)
    this.at = at
  }

  /** @param key `Connection.clientKey` or `serverKey` of whoever is suspicious */
  add(key: number): void {
    const bit = bitOf(key)
    this.#bits[bit >>> 5] |= 1 << (bit & 31)
  }

  /** Whether a client may be one of them; false is sure. */
  has(key: number): boolean {
    const bit = bitOf(key)
    return ((this.#bits[bit >>> 5] >>> (bit & 31)) & 1) !== 0
  }
}

function bitOf(key: number): number {
  return Math.imul(key, SUSPECT_SPREAD) >>> SUSPECT_SHIFT
}
