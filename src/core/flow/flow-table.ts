/**
 * The table of live connections, one record each, found by 4-tuple in either direction.
 *
 * Layout (hot): `slots` is open addressing with linear probing, two int32 a slot (hash, record index + 1), load at most one half,
 * removal by shifting back. `words` holds the records, `WORDS` int32 each; `doubles` is the same memory as float64. A connection of
 * which only the SYN, or the SYN and one more SYN or SYN-ACK, were seen is nothing but this record: both segments are parked in it
 * (`parked-segment.ts`), so that a million half-open connections cost about 160 bytes each. All others have a track besides.
 * `flow-record.ts` says what stands where; the compiled loop over quiet connections (`assembly/quiet-loop.ts`) works on the same memory.
 */
import { HEAP, type TableMemory } from '../bytes/table-memory.ts'
import {
  BIT_CLOSED,
  BIT_IPV6,
  BIT_LIVE,
  BIT_OBSERVED,
  BIT_ROLES_GUESSED,
  BIT_SYN,
  BIT_SYN_ACK,
  BIT_SYN_AGAIN,
  BITS,
  CLIENT_ADDR,
  FIRST_PACKET,
  HEAD_CREATED,
  HEAD_FREE,
  HEAD_LIVE,
  HEAD_MASK,
  HEAD_USED,
  HEAD_WORDS,
  ID,
  PORTS,
  SERVER_ADDR,
  WORDS,
} from './flow-record.ts'

/** Bits of `BITS`. */
export const BIT = {
  ipv6: BIT_IPV6,
  /** A SYN is parked. */
  syn: BIT_SYN,
  /** The second parked segment is a SYN-ACK. */
  synAck: BIT_SYN_ACK,
  /** The second parked segment is the SYN once more. */
  synAgain: BIT_SYN_AGAIN,
  /** No SYN told who the client is. */
  rolesGuessed: BIT_ROLES_GUESSED,
  /** In use. */
  live: BIT_LIVE,
  /** Closed, and in the queue of those that linger. */
  closed: BIT_CLOSED,
  /** The packet that opened the record has been observed already, when the record was promoted at once. */
  observed: BIT_OBSERVED,
} as const

const FIRST_CAPACITY = 1024
const EMPTY = new Int32Array(0)

/** Connections by 4-tuple; see the file header for the layout. */
export class FlowTable {
  words: Int32Array = EMPTY
  doubles = new Float64Array(0)
  #slots: Int32Array = EMPTY
  #head: Int32Array = EMPTY
  #capacity: number
  readonly #seed: number
  readonly #memory: TableMemory
  /** After `find` with a result: 0 when the source of the packet is the client, 1 when it is the server. */
  direction = 0
  /** Where records, slots and head begin in their memory. */
  readonly at = { words: 0, slots: 0, head: 0 }

  /**
   * @param seed any int32 that the sender of packets cannot know
   * @param expected connections to make room for at once; untouched memory costs nothing, growing costs a copy
   */
  constructor(seed = 0, expected = FIRST_CAPACITY, memory = HEAP) {
    this.#seed = seed
    this.#memory = memory
    let capacity = FIRST_CAPACITY
    while (capacity < expected) capacity *= 2
    this.#capacity = capacity
    memory.allocate(HEAD_WORDS * 4, this.#placeHead)
    this.#head[HEAD_FREE] = -1
    memory.allocate(capacity * WORDS * 4, this.#placeRecords)
    // The slots are touched at random: too many of them would cost more than growing does.
    this.#slotsOf(FIRST_CAPACITY * 2)
  }

  readonly #placeHead = (buffer: ArrayBuffer, at: number): void => {
    this.#head = new Int32Array(buffer, at, HEAD_WORDS)
    this.at.head = at
  }

  readonly #placeRecords = (buffer: ArrayBuffer, at: number): void => {
    this.words = new Int32Array(buffer, at, this.#capacity * WORDS)
    this.doubles = new Float64Array(buffer, at, (this.#capacity * WORDS) / 2)
    this.at.words = at
  }

  #slotCount = 0

  readonly #placeSlots = (buffer: ArrayBuffer, at: number): void => {
    this.#slots = new Int32Array(buffer, at, this.#slotCount * 2)
    this.at.slots = at
  }

  #slotsOf(count: number): void {
    this.#slotCount = count
    this.#memory.allocate(count * 8, this.#placeSlots)
    this.#head[HEAD_MASK] = count - 1
  }

  /** Makes sure that `more` connections can be added without moving any memory. */
  makeRoom(more: number): void {
    if (this.#capacity < this.used + more) this.#growRecords(this.used + more)
    if ((this.live + more) * 2 > this.#head[HEAD_MASK]) this.#growSlots(this.live + more)
  }

  /** Connections now in the table. */
  get live(): number {
    return this.#head[HEAD_LIVE]
  }

  /** Connections ever created. */
  get created(): number {
    return this.#head[HEAD_CREATED]
  }

  /** Records ever used at once: indexes run from 0 to this, with holes (see `BIT.live`). */
  get used(): number {
    return this.#head[HEAD_USED]
  }

  /**
   * Finds the connection of a packet; sets `direction`.
   *
   * @returns the index of its record, or -1
   */
  find(src: number, dst: number, srcPort: number, dstPort: number, ipv6: number): number {
    const words = this.words
    const slots = this.#slots
    const mask = this.#head[HEAD_MASK]
    const hashed = tupleHash(src, dst, srcPort, dstPort, this.#seed)
    const forward = (srcPort << 16) | dstPort
    const backward = (dstPort << 16) | srcPort
    for (let slot = hashed & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot * 2 + 1]
      if (entry === 0) return -1
      if (slots[slot * 2] !== hashed) continue
      const record = (entry - 1) * WORDS
      if ((words[record + BITS] & BIT.ipv6) !== ipv6) continue
      const client = words[record + CLIENT_ADDR]
      const server = words[record + SERVER_ADDR]
      const ports = words[record + PORTS]
      if (ports === forward && client === src && server === dst) {
        this.direction = 0
        return entry - 1
      }
      if (ports === backward && client === dst && server === src) {
        this.direction = 1
        return entry - 1
      }
    }
  }

  /** Adds a connection; the 4-tuple must not be in the table. Returns its index; all other words of the record are 0. */
  add(client: number, server: number, clientPort: number, serverPort: number, ipv6: number, packet: number): number {
    const head = this.#head
    if ((head[HEAD_LIVE] + 1) * 2 > head[HEAD_MASK]) this.#growSlots(head[HEAD_LIVE] + 1)
    let index = head[HEAD_FREE]
    // Read where there is none as well: what is met for the first time after thousands of packets makes the engine throw all of this away.
    const next = this.words[Math.max(0, index) * WORDS + FIRST_PACKET]
    if (index >= 0) head[HEAD_FREE] = next
    else {
      if (head[HEAD_USED] === this.#capacity) this.#growRecords(this.#capacity + 1)
      index = this.#head[HEAD_USED]++
    }
    const words = this.words
    const record = index * WORDS
    words[record + CLIENT_ADDR] = client
    words[record + SERVER_ADDR] = server
    words[record + PORTS] = (clientPort << 16) | serverPort
    words[record + BITS] = ipv6 | BIT.live
    words[record + ID] = this.#head[HEAD_CREATED]++
    words[record + FIRST_PACKET] = packet
    this.#head[HEAD_LIVE]++
    this.#place(tupleHash(client, server, clientPort, serverPort, this.#seed), index + 1)
    return index
  }

  /** Removes a connection; its index may be used again. */
  remove(index: number): void {
    const words = this.words
    const record = index * WORDS
    const ports = words[record + PORTS]
    const hashed = tupleHash(words[record + CLIENT_ADDR], words[record + SERVER_ADDR], ports >>> 16, ports & 0xffff, this.#seed)
    this.#unplace(hashed, index + 1)
    // A loop: `fill` is a call out of compiled code, and takes longer than these few words.
    for (let i = record; i < record + WORDS; i++) words[i] = 0
    words[record + FIRST_PACKET] = this.#head[HEAD_FREE]
    this.#head[HEAD_FREE] = index
    this.#head[HEAD_LIVE]--
  }

  /** Removes all connections and gives the memory back. */
  clear(): void {
    this.#capacity = FIRST_CAPACITY
    this.#memory.allocate(FIRST_CAPACITY * WORDS * 4, this.#placeRecords)
    this.#slotsOf(FIRST_CAPACITY * 2)
    this.#head[HEAD_FREE] = -1
    this.#head[HEAD_USED] = this.#head[HEAD_LIVE] = 0
  }

  #place(hashed: number, entry: number): void {
    const slots = this.#slots
    const mask = this.#head[HEAD_MASK]
    let slot = hashed & mask
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
    slots[slot * 2] = hashed
    slots[slot * 2 + 1] = entry
  }

  #unplace(hashed: number, entry: number): void {
    const slots = this.#slots
    const mask = this.#head[HEAD_MASK]
    let hole = hashed & mask
    while (slots[hole * 2 + 1] !== entry) hole = (hole + 1) & mask
    // Whatever stands behind the hole and would not be found past it moves into it (Knuth, Algorithm 6.4R).
    for (let slot = (hole + 1) & mask; slots[slot * 2 + 1] !== 0; slot = (slot + 1) & mask) {
      const home = slots[slot * 2] & mask
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole * 2] = slots[slot * 2]!
        slots[hole * 2 + 1] = slots[slot * 2 + 1]!
        hole = slot
      }
    }
    slots[hole * 2 + 1] = 0
  }

  /** Makes the slots enough for `live` connections. */
  #growSlots(live: number): void {
    const old = this.#memory.keep(this.#slots)
    let count = this.#slotCount
    while (live * 2 > count - 1) count *= 2
    this.#slotsOf(count)
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.#place(old[i], old[i + 1])
  }

  /** Makes the records `least` at least. */
  #growRecords(least: number): void {
    const old = this.#memory.keep(this.words.subarray(0, this.used * WORDS))
    while (this.#capacity < least) this.#capacity *= 2
    this.#memory.allocate(this.#capacity * WORDS * 4, this.#placeRecords)
    this.words.set(old)
  }
}

/** The same for both directions, so that one lookup serves either. */
function tupleHash(src: number, dst: number, srcPort: number, dstPort: number, seed: number): number {
  return mix((mix(src ^ Math.imul(srcPort + 1, 0x9e3779b1) ^ seed) + mix(dst ^ Math.imul(dstPort + 1, 0x9e3779b1) ^ seed)) | 0)
}

function mix(value: number): number {
  let x = value ^ (value >>> 16)
  x = Math.imul(x, 0x7feb352d)
  x ^= x >>> 15
  x = Math.imul(x, 0x846ca68b)
  return x ^ (x >>> 16)
}
