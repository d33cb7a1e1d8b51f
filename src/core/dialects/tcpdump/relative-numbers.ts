/** The table from which tcpdump subtracts first sequence numbers, with all its quirks. */

/** IPv4: two addresses and the ports. */
const KEY_WORDS_4 = 3
/** IPv6: the same with addresses of four words. */
const KEY_WORDS_6 = 9
/** What is kept of a conversation after its key: the first number of the one side, and that of the other. */
const VALUE_WORDS = 2

const FIRST_SLOTS = 1024
/** The table grows when this share of its slots is taken. */
const MOST_LOAD = 0.5
const HASH_PRIME = 0x9e3779b1

/**
 * Conversations by an unordered pair of endpoints. As tcpdump's, the table lives as long as the run and forgets nothing: it grows by
 * some thirty bytes with each conversation that shows an acknowledgment. It ignores VLANs, tunnels and interfaces.
 */
export class RelativeNumbers {
  /** The key to look for: fill it, then call `find`. */
  readonly key: Int32Array
  /** Keys and values, one conversation after the other. */
  words: Int32Array
  private readonly entryWords: number
  private slots = new Int32Array(FIRST_SLOTS)
  private count = 0

  /** A table with keys of so many words. */
  constructor(keyWords: number) {
    this.key = new Int32Array(keyWords)
    this.entryWords = keyWords + VALUE_WORDS
    this.words = new Int32Array((FIRST_SLOTS * MOST_LOAD + 1) * this.entryWords)
  }

  /** How many conversations are known. */
  get size(): number {
    return this.count
  }

  /**
   * Where in `words` the values of the conversation `key` stand. A new one is added with both values zero; then the answer is the
   * complement (`~`) of the place.
   */
  find(): number {
    const { key, entryWords } = this
    const keyWords = key.length
    const { slots, words } = this
    const mask = slots.length - 1
    let slot = hashOf(key) & mask
    for (;;) {
      const entry = slots[slot]
      if (entry === 0) break
      const at = entry * entryWords
      let same = 0
      while (same < keyWords && words[at + same] === key[same]) same++
      if (same === keyWords) return at + keyWords
      slot = (slot + 1) & mask
    }
    return ~this.add(slot)
  }

  private add(slot: number): number {
    this.count++
    this.slots[slot] = this.count
    const at = this.count * this.entryWords
    this.words.set(this.key, at)
    if (this.count >= this.slots.length * MOST_LOAD) this.grow()
    return at + this.key.length
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2)
    const words = new Int32Array((slots.length * MOST_LOAD + 1) * this.entryWords)
    words.set(this.words)
    const mask = slots.length - 1
    for (let entry = 1; entry <= this.count; entry++) {
      const at = entry * this.entryWords
      let slot = hashOf(words.subarray(at, at + this.key.length)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry
    }
    this.slots = slots
    this.words = words
  }
}

function hashOf(key: Int32Array): number {
  let hash = 0
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key[i], HASH_PRIME)
    hash ^= hash >>> 15
  }
  return hash
}

/** One table for each version of IP, and what the last packet found in it. */
export class NumberTables {
  /** The packet goes against the order of the key. */
  isReversed = false
  /** The first numbers of the two sides, 0 when numbers are absolute; what SACK ranges are counted from. */
  seqBase = 0
  ackBase = 0
  /** The packet's own numbers, to be printed. */
  seq = 0
  ack = 0
  private readonly ipv4 = new RelativeNumbers(KEY_WORDS_4)
  private readonly ipv6 = new RelativeNumbers(KEY_WORDS_6)

  /** Numbers that stay as they are: `-S`, and every packet without ACK. */
  setAbsolute(seq: number, ack: number): void {
    this.seq = seq
    this.ack = ack
    this.isReversed = false
    this.seqBase = 0
    this.ackBase = 0
  }

  /** Makes the numbers of a packet with ACK relative; one with SYN starts the conversation anew. Addresses are in the IPv4 header at `ip`. */
  setRelative4(view: DataView, ip: number, srcPort: number, dstPort: number, seq: number, ack: number, isSyn: boolean): void {
    const src = view.getInt32(ip + 12)
    const dst = view.getInt32(ip + 16)
    const isReversed = srcPort === dstPort ? src >>> 0 > dst >>> 0 : srcPort > dstPort
    const { key } = this.ipv4
    key[0] = isReversed ? dst : src
    key[1] = isReversed ? src : dst
    key[2] = isReversed ? (dstPort << 16) | srcPort : (srcPort << 16) | dstPort
    this.isReversed = isReversed
    this.subtract(this.ipv4, seq, ack, isSyn)
  }

  /** The same with the IPv6 header at `ip`. */
  setRelative6(view: DataView, ip: number, srcPort: number, dstPort: number, seq: number, ack: number, isSyn: boolean): void {
    const isReversed = srcPort === dstPort ? isAddressGreater(view, ip + 8, ip + 24) : srcPort > dstPort
    const { key } = this.ipv6
    const first = isReversed ? ip + 24 : ip + 8
    const second = isReversed ? ip + 8 : ip + 24
    for (let i = 0; i < 4; i++) {
      key[i] = view.getInt32(first + i * 4)
      key[4 + i] = view.getInt32(second + i * 4)
    }
    key[8] = isReversed ? (dstPort << 16) | srcPort : (srcPort << 16) | dstPort
    this.isReversed = isReversed
    this.subtract(this.ipv6, seq, ack, isSyn)
  }

  private subtract(table: RelativeNumbers, seq: number, ack: number, isSyn: boolean): void {
    const found = table.find()
    const at = found < 0 ? ~found : found
    const { words } = table
    const isNew = found < 0 || isSyn
    if (isNew) {
      words[at] = this.isReversed ? ack - 1 : seq
      words[at + 1] = this.isReversed ? seq : ack - 1
    }
    const seqBase = words[at]
    const ackBase = words[at + 1]
    this.seqBase = seqBase
    this.ackBase = ackBase
    this.seq = isNew ? seq : (seq - (this.isReversed ? ackBase : seqBase)) | 0
    this.ack = isNew ? ack : (ack - (this.isReversed ? seqBase : ackBase)) | 0
  }
}

function isAddressGreater(view: DataView, first: number, second: number): boolean {
  for (let i = 0; i < 16; i += 4) {
    const a = view.getUint32(first + i)
    const b = view.getUint32(second + i)
    if (a !== b) return a > b
  }
  return false
}
