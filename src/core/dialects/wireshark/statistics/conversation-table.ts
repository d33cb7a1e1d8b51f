/**
 * The memory of the TCP conversations: 64 bytes for each, in the order in which they began, found by addresses and ports in either
 * direction.
 *
 * `words` and `doubles` are two views of one memory; `conversation-record.ts` says what stands where. Records are found by open
 * addressing: a slot holds the index of the newest conversation between its two ends, plus one.
 */
import { BITS, DESTINATION, FRAMES_BACK, FRAMES_FORTH, IPV6, PORTS, SOURCE, WORDS } from './conversation-record.ts'

/** Room for records at first: memory that nobody touches costs nothing, growing costs a copy. */
const FIRST_CAPACITY = 1 << 17
/** Slots at first, and how much more there are when they grow: these are touched at random. */
const FIRST_SLOTS = 1 << 12
const SLOT_GROWTH = 4
const SPREAD = 0x9e3779b1
/** Conversations of fewer frames than this are put in order by counting; captures have few larger ones. */
const MANY_FRAMES = 1 << 12

/** All conversations of an input. */
export class ConversationTable {
  /** The records, seen as int32. Replaced by `add` when it has to grow. */
  words: Int32Array
  /** The records, seen as float64. Replaced by `add` when it has to grow. */
  doubles: Float64Array
  /** How many conversations there are. */
  size = 0
  private capacity = FIRST_CAPACITY
  private slots = new Int32Array(FIRST_SLOTS)
  private mask = FIRST_SLOTS - 1
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
   * Gives twice the slot in which it stands, and 1 more where the packet goes back. Where there is none: twice an empty slot.
   */
  find(source: number, destination: number, ports: number, family: number): number {
    const { slots, words, mask } = this
    const turned = (ports << 16) | (ports >>> 16)
    for (let slot = hashOf(source, destination, ports, this.seed) & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]
      if (entry === 0) return slot << 1
      const at = (entry - 1) * WORDS
      if ((words[at + BITS] & IPV6) !== family) continue
      if (words[at + PORTS] === ports && words[at + SOURCE] === source && words[at + DESTINATION] === destination) return slot << 1
      if (words[at + PORTS] === turned && words[at + SOURCE] === destination && words[at + DESTINATION] === source) return (slot << 1) | 1
    }
  }

  /** The index of the conversation in a slot; -1 for an empty one. */
  indexIn(slot: number): number {
    return this.slots[slot] - 1
  }

  /** Adds a conversation that has no packets yet; gives its index. It has to be put into a slot. */
  add(source: number, destination: number, ports: number, family: number): number {
    if (this.size === this.capacity) this.growRecords()
    const index = this.size++
    const at = index * WORDS
    const { words } = this
    words[at + SOURCE] = source
    words[at + DESTINATION] = destination
    words[at + PORTS] = ports
    words[at + BITS] = family
    return index
  }

  /** Adds a conversation between two ends that had none, where `slot` is the empty one that `find` gave; gives its index. */
  addFirst(slot: number, source: number, destination: number, ports: number, family: number): number {
    const index = this.add(source, destination, ports, family)
    let place = slot
    if ((index + 1) * 2 > this.mask) {
      this.growSlots()
      place = this.emptySlot(hashOf(source, destination, ports, this.seed))
    }
    this.slots[place] = index + 1
    return index
  }

  /** Adds a conversation between two ends, the last one of which is in `slot`; gives its index. */
  addNext(slot: number, source: number, destination: number, ports: number, family: number): number {
    const index = this.add(source, destination, ports, family)
    this.slots[slot] = index + 1
    return index
  }

  /** The indexes of those with packets: most frames first, of equally many the one that began first. */
  byFrames(): Int32Array {
    const { words, size } = this
    const starts = new Int32Array(MANY_FRAMES + 1)
    for (let i = 0, at = 0; i < size; i++, at += WORDS) starts[Math.min(words[at + FRAMES_FORTH] + words[at + FRAMES_BACK], MANY_FRAMES)]++
    let counted = 0
    for (let frames = MANY_FRAMES; frames > 0; frames--) {
      const count = starts[frames]
      starts[frames] = counted
      counted += count
    }
    const many = starts[MANY_FRAMES - 1]
    const order = new Int32Array(counted)
    for (let i = 0, at = 0; i < size; i++, at += WORDS) {
      const frames = Math.min(words[at + FRAMES_FORTH] + words[at + FRAMES_BACK], MANY_FRAMES)
      if (frames > 0) order[starts[frames]++] = i
    }
    const framesOf = (index: number): number => words[index * WORDS + FRAMES_FORTH] + words[index * WORDS + FRAMES_BACK]
    order.subarray(0, many).sort((a, b) => framesOf(b) - framesOf(a) || a - b)
    return order
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
  return mix((mix(source ^ Math.imul(ports >>> 16, SPREAD) ^ seed) + mix(destination ^ Math.imul(ports & 0xffff, SPREAD) ^ seed)) | 0)
}

function mix(value: number): number {
  let x = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return x ^ (x >>> 16)
}
