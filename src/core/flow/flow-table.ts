/**
 * The table of live connections, one record each, found by 4-tuple in either direction.
 *
 * Layout (hot): `slots` is open addressing with linear probing, two int32 a slot (hash, record index + 1), load at most one half,
 * removal by shifting back. `words` holds the records, `WORDS` int32 each; `doubles` is the same memory as float64. A connection of
 * which only the SYN, or the SYN and one more SYN or SYN-ACK, were seen is nothing but this record: both segments are parked in it
 * (`parked-segment.ts`), so that a million half-open connections cost about 160 bytes each. All others have a track besides.
 */

/** Words of a record. */
export const WORDS = 34
/** Client and server address: IPv4 as int32, or the id of an IPv6 address. */
export const CLIENT_ADDR = 0
export const SERVER_ADDR = 1
/** Client port in the high, server port in the low 16 bits. */
export const PORTS = 2
/** Bits below. */
export const BITS = 3
/** Number of the track plus 1, or 0 while parked. */
export const TRACK = 4
/** Counts the connections of the input from 0. */
export const ID = 5
/** Packet that created the record; links the free list when unused. */
export const FIRST_PACKET = 6
/** Number of the block of a quiet connection plus 1 (`analysis/quiet-connections.ts`), or 0. */
export const QUIET = 7
/** Time of the latest packet: index into `doubles` relative to the record. */
export const LAST_TIME_F = 4
export const SYN_TIME_F = 5
/** Where the parked SYN begins (10 words). */
export const SYN_PARKED = 12
/** The second parked segment: the SYN-ACK, or the SYN again. */
export const SECOND_TIME_F = 11
export const SECOND_PARKED = 24

/** Bits of `BITS`. */
export const BIT = {
  ipv6: 1,
  /** A SYN is parked. */
  syn: 2,
  /** The second parked segment is a SYN-ACK. */
  synAck: 4,
  /** The second parked segment is the SYN once more. */
  synAgain: 128,
  /** No SYN told who the client is. */
  rolesGuessed: 8,
  /** In use. */
  live: 16,
  /** Closed, and in the queue of those that linger. */
  closed: 32,
  /** The packet that opened the record has been observed already, when the record was promoted at once. */
  observed: 64,
} as const

const FIRST_CAPACITY = 1024

/** Connections by 4-tuple; see the file header for the layout. */
export class FlowTable {
  words: Int32Array
  doubles: Float64Array
  #slots: Int32Array
  #mask: number
  #capacity: number
  #free = -1
  #used = 0
  #live = 0
  #created = 0
  readonly #seed: number
  /** After `find` with a result: 0 when the source of the packet is the client, 1 when it is the server. */
  direction = 0

  /**
   * @param seed any int32 that the sender of packets cannot know
   * @param expected connections to make room for at once; untouched memory costs nothing, growing costs a copy
   */
  constructor(seed = 0, expected = FIRST_CAPACITY) {
    this.#seed = seed
    let capacity = FIRST_CAPACITY
    while (capacity < expected) capacity *= 2
    this.#capacity = capacity
    const buffer = new ArrayBuffer(capacity * WORDS * 4)
    this.words = new Int32Array(buffer)
    this.doubles = new Float64Array(buffer)
    // The slots are touched at random: too many of them would cost more than growing does.
    this.#slots = new Int32Array(FIRST_CAPACITY * 4)
    this.#mask = FIRST_CAPACITY * 2 - 1
  }

  /** Connections now in the table. */
  get live(): number {
    return this.#live
  }

  /** Connections ever created. */
  get created(): number {
    return this.#created
  }

  /** Records ever used at once: indexes run from 0 to this, with holes (see `BIT.live`). */
  get used(): number {
    return this.#used
  }

  /**
   * Finds the connection of a packet; sets `direction`.
   *
   * @returns the index of its record, or -1
   */
  find(src: number, dst: number, srcPort: number, dstPort: number, ipv6: number): number {
    const words = this.words
    const slots = this.#slots
    const mask = this.#mask
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
    if ((this.#live + 1) * 2 > this.#mask) this.#growSlots()
    let index = this.#free
    // Read where there is none as well: what is met for the first time after thousands of packets makes the engine throw all of this away.
    const next = this.words[Math.max(0, index) * WORDS + FIRST_PACKET]
    if (index >= 0) this.#free = next
    else {
      if (this.#used === this.#capacity) this.#growRecords()
      index = this.#used++
    }
    const words = this.words
    const record = index * WORDS
    words[record + CLIENT_ADDR] = client
    words[record + SERVER_ADDR] = server
    words[record + PORTS] = (clientPort << 16) | serverPort
    words[record + BITS] = ipv6 | BIT.live
    words[record + ID] = this.#created++
    words[record + FIRST_PACKET] = packet
    this.#live++
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
    words[record + FIRST_PACKET] = this.#free
    this.#free = index
    this.#live--
  }

  /** Removes all connections and gives the memory back. */
  clear(): void {
    this.#capacity = FIRST_CAPACITY
    this.words = new Int32Array(FIRST_CAPACITY * WORDS)
    this.doubles = new Float64Array(this.words.buffer)
    this.#slots = new Int32Array(FIRST_CAPACITY * 4)
    this.#mask = FIRST_CAPACITY * 2 - 1
    this.#free = -1
    this.#used = 0
    this.#live = 0
  }

  #place(hashed: number, entry: number): void {
    const slots = this.#slots
    const mask = this.#mask
    let slot = hashed & mask
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
    slots[slot * 2] = hashed
    slots[slot * 2 + 1] = entry
  }

  #unplace(hashed: number, entry: number): void {
    const slots = this.#slots
    const mask = this.#mask
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

  #growSlots(): void {
    const old = this.#slots
    this.#slots = new Int32Array(old.length * 2)
    this.#mask = old.length - 1
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.#place(old[i], old[i + 1])
  }

  #growRecords(): void {
    this.#capacity *= 2
    const buffer = new ArrayBuffer(this.#capacity * WORDS * 4)
    const words = new Int32Array(buffer)
    words.set(this.words)
    this.words = words
    this.doubles = new Float64Array(buffer)
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
