/**
 * The memory of the TCP conversations: 64 bytes for each, in the order in which they began, found by addresses and ports in either
 * direction.
 *
 * `words` and `doubles` are two views of one memory; `conversation-record.ts` says what stands where. Records are found by open
 * addressing: a slot holds the index of the newest conversation between its two ends, plus one.
 */
import {
  BITS,
  BYTES_FORTH,
  DESTINATION,
  DOUBLES,
  FRAMES_BACK,
  FRAMES_FORTH,
  IPV6,
  PORTS,
  SOURCE,
  START,
  STOP,
  WORDS,
} from './conversation-record.ts'

/** Room for records at first: memory that nobody touches costs nothing, growing costs a copy. */
const FIRST_CAPACITY = 1 << 18
/** Slots at first, and how much more there are when they grow. */
const FIRST_SLOTS = 1 << 19
const SLOT_GROWTH = 4
/** Conversations of fewer frames than this are put in order by counting; captures have few larger ones. */
const MANY_FRAMES = 1 << 12

/** All conversations of an input. */
export class ConversationTable {
  /** The records, seen as int32. Replaced when `add` has to make room. */
  words: Int32Array
  /** The records, seen as float64. Replaced when `add` has to make room. */
  doubles: Float64Array
  /** How many conversations there are. */
  size = 0
  private capacity = FIRST_CAPACITY
  private slots = new Int32Array(FIRST_SLOTS)
  private mask = FIRST_SLOTS - 1
  /** Where the last search ended. */
  private slot = 0
  private readonly seed: number

  /** @param seed any int32 that the sender of packets cannot know, so that nobody can choose ends that collide */
  constructor(seed: number) {
    this.seed = seed
    const buffer = new ArrayBuffer(FIRST_CAPACITY * WORDS * 4)
    this.words = new Int32Array(buffer)
    this.doubles = new Float64Array(buffer)
  }

  /**
   * Looks for the newest conversation between two ends, in either direction. `ports` has the source's in its upper half; `family` is
   * `IPV6` or 0.
   *
   * Gives twice its index, and 1 more where the packet goes back; -1 where there is none. `add` knows then where a new one belongs.
   */
  find(source: number, destination: number, ports: number, family: number): number {
    const { slots, words, mask } = this
    // One step in front: the first collision then meets no code that never ran, which would throw away what is compiled.
    let slot = hashOf(source, destination, ports, this.seed) - 1
    for (;;) {
      slot = (slot + 1) & mask
      this.slot = slot
      const index = slots[slot] - 1
      if (index < 0) return -1
      const at = index * WORDS
      if (words[at + SOURCE] === source && words[at + DESTINATION] === destination && words[at + PORTS] === ports) {
        if ((words[at + BITS] & IPV6) === family) return index << 1
      } else if (words[at + SOURCE] === destination && words[at + DESTINATION] === source) {
        if (words[at + PORTS] === ((ports << 16) | (ports >>> 16)) && (words[at + BITS] & IPV6) === family) return (index << 1) | 1
      }
    }
  }

  /** Adds a conversation between the two ends that `find` looked for last, as the newest between them; gives its index. */
  add(source: number, destination: number, ports: number, family: number): number {
    if (this.size === this.capacity) this.growRecords()
    const index = this.size++
    const at = index * WORDS
    const { words } = this
    words[at + SOURCE] = source
    words[at + DESTINATION] = destination
    words[at + PORTS] = ports
    words[at + BITS] = family
    const isFirst = this.slots[this.slot] === 0
    if (isFirst && (index + 1) * 2 > this.mask) {
      this.growSlots()
      this.slot = this.emptySlot(hashOf(source, destination, ports, this.seed))
    }
    this.slots[this.slot] = index + 1
    return index
  }

  /**
   * Counts packets to the conversations that were found for them: as many as `count` says, from the beginning of each array. Those for which
   * none was found (-1) are passed over.
   */
  countPackets(found: Int32Array, wireLen: Float64Array, timeNs: Float64Array, count: number): void {
    const { words, doubles } = this
    for (let i = 0; i < count; i++) {
      if (found[i] < 0) continue
      const back = found[i] & 1
      const at = (found[i] >> 1) * WORDS
      const half = (found[i] >> 1) * DOUBLES
      const time = timeNs[i]
      if (words[at + FRAMES_FORTH] + words[at + FRAMES_BACK] === 0) {
        doubles[half + START] = time
        doubles[half + STOP] = time
      } else if (time > doubles[half + STOP]) doubles[half + STOP] = time
      else if (time < doubles[half + START]) doubles[half + START] = time
      words[at + FRAMES_FORTH + back]++
      doubles[half + BYTES_FORTH + back] += wireLen[i]
    }
  }

  /** The indexes of those with packets: most frames first, of equally many the one that began first. */
  byFrames(): Int32Array {
    const places = new Int32Array(MANY_FRAMES + 1)
    const order = new Int32Array(this.size)
    // The first call only counts; the second, of the same code, puts each where it belongs.
    this.#place(places, order)
    let counted = 0
    for (let frames = MANY_FRAMES; frames > 0; frames--) {
      const count = places[frames]
      places[frames] = counted
      counted += count
    }
    const many = places[MANY_FRAMES - 1]
    this.#place(places, order)
    const { words } = this
    const framesOf = (index: number): number => words[index * WORDS + FRAMES_FORTH] + words[index * WORDS + FRAMES_BACK]
    order.subarray(0, many).sort((a, b) => framesOf(b) - framesOf(a) || a - b)
    return order.subarray(0, counted)
  }

  /** Puts the index of each that has packets into `order`, at the next of the `places` of those with as many frames. */
  #place(places: Int32Array, order: Int32Array): void {
    const { words, size } = this
    for (let i = 0, at = 0; i < size; i++, at += WORDS) {
      const frames = words[at + FRAMES_FORTH] + words[at + FRAMES_BACK]
      if (frames > 0) order[places[Math.min(frames, MANY_FRAMES)]++] = i
    }
  }

  private emptySlot(hashed: number): number {
    let slot = hashed & this.mask
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask
    return slot
  }

  private growSlots(): void {
    const old = this.slots
    this.slots = new Int32Array(old.length * SLOT_GROWTH)
    this.mask = this.slots.length - 1
    const { words, seed } = this
    for (let i = 0; i < old.length; i++) {
      const entry = old[i]
      if (entry === 0) continue
      const at = (entry - 1) * WORDS
      this.slots[this.emptySlot(hashOf(words[at + SOURCE], words[at + DESTINATION], words[at + PORTS], seed))] = entry
    }
  }

  private growRecords(): void {
    this.capacity *= 2
    const buffer = new ArrayBuffer(this.capacity * WORDS * 4)
    const words = new Int32Array(buffer)
    words.set(this.words)
    this.words = words
    this.doubles = new Float64Array(buffer)
  }
}

/** The same for both directions, so that one lookup serves either. */
function hashOf(source: number, destination: number, ports: number, seed: number): number {
  const sum = (hashOfEnd(source, ports >>> 16, seed) + hashOfEnd(destination, ports & 0xffff, seed)) | 0
  return sum ^ (sum >>> 16)
}

function hashOfEnd(address: number, port: number, seed: number): number {
  const spread = Math.imul(address ^ seed, 0x7feb352d)
  const mixed = Math.imul((spread ^ (spread >>> 15)) + port, 0x846ca68b)
  return mixed ^ (mixed >>> 13)
}
