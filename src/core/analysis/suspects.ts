/** Whose served connections are worth a look: clients that failed before, alone or with one target. Others may share their places. */
import { HEAP, type TableMemory } from '../bytes/table-memory.ts'
import type { ConnectionName } from './connection.ts'
import { SUSPECT_PORT_SPREAD, SUSPECT_SERVER_SPREAD, SUSPECT_SHIFT, SUSPECT_SPREAD, SUSPECT_WORDS } from './quiet-layout.ts'

/** Remembers clients, and pairs of a client and its target, by one bit each: most others are told apart in two looks. None is ever forgotten. */
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

  /** @param key `Connection.clientKey` or `serverKey` of one of whom all connections are to be looked at */
  add(key: number): void {
    this.#set(ofClient(key))
  }

  /** Adds the client of a connection, for all that it has with the same port of the same server. */
  addPair(c: ConnectionName): void {
    this.#set(ofPair(c))
  }

  /** Whether the client of a connection may be one of them; false is sure. */
  has(c: ConnectionName): boolean {
    return this.#isSet(ofClient(c.clientKey)) || this.#isSet(ofPair(c))
  }

  #set(hashed: number): void {
    const bit = hashed >>> SUSPECT_SHIFT
    this.#bits[bit >>> 5] |= 1 << (bit & 31)
  }

  #isSet(hashed: number): boolean {
    const bit = hashed >>> SUSPECT_SHIFT
    return ((this.#bits[bit >>> 5] >>> (bit & 31)) & 1) !== 0
  }
}

function ofClient(key: number): number {
  return Math.imul(key, SUSPECT_SPREAD)
}

function ofPair({ clientKey, serverKey, serverPort }: ConnectionName): number {
  return ofClient(clientKey) ^ Math.imul(serverKey, SUSPECT_SERVER_SPREAD) ^ Math.imul(serverPort, SUSPECT_PORT_SPREAD)
}
