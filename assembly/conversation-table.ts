/**
 * The memory of the TCP conversations that `-z conv,tcp` counts: 64 bytes for each, in the order in which they began, found by addresses
 * and ports in either direction.
 *
 * `conversation-record.ts` says what stands where. Records are found by open addressing: a slot holds the index of the newest conversation
 * between its two ends, plus one. Memory grows in `makeRoom` only.
 */
import { ACK, SYN, TCP } from './everyday-headers'
import {
  BASE_BACK,
  BASE_FORTH,
  BITS,
  BYTES_FORTH,
  COUNTED,
  DESTINATION,
  FRAMES_BACK,
  FRAMES_FORTH,
  HAS_BASES,
  HAS_BASE_BACK,
  HAS_BASE_FORTH,
  IPV6,
  PORTS,
  SETTLED,
  SOURCE,
  START,
  STOP,
  WORDS,
} from '../src/core/dialects/wireshark/statistics/conversation-record'
import { makeRoomForAddresses, seedAddresses } from './address-ids'
import { i32At } from './network-order'
import { doubleOf, setDoubleOf, setWordOf, wordOf } from './words'

const RECORD_BYTES: usize = WORDS << 2
/** Room for records at first: memory that nobody touches costs nothing, growing costs a copy. */
const FIRST_CAPACITY: u32 = 1 << 18
const FIRST_SLOTS: u32 = 1 << 15
/** How much more slots there are when they grow. */
const SLOT_GROWTH: u32 = 4
/** Conversations of fewer frames than this are put in order by counting; captures have few larger ones. */
const MANY_FRAMES: u32 = 1 << 12

let seed: i32 = 0
let size: u32 = 0
let capacity: u32 = 0
let records: usize = 0
let slots: usize = 0
let mask: u32 = 0
/** Where the last search ended. */
let slot: u32 = 0

/** @param value any int32 that the sender of packets cannot know, so that nobody can choose ends that collide */
export function setUp(value: i32): void {
  seed = value
  seedAddresses(value)
  capacity = FIRST_CAPACITY
  records = heap.alloc(<usize>capacity * RECORD_BYTES)
  slots = emptySlots(FIRST_SLOTS)
  makeRoom(0)
}

/** Makes sure that `more` conversations can be added, and twice as many addresses, without growing: views of the memory stay valid. */
export function makeRoom(more: u32): void {
  makeRoomForAddresses(more * 2)
  if (size + more > capacity) {
    const before = records
    while (size + more > capacity) capacity *= 2
    records = heap.alloc(<usize>capacity * RECORD_BYTES)
    memory.copy(records, before, <usize>size * RECORD_BYTES)
    heap.free(before)
  }
  if ((size + more) * 2 > mask) growSlots((size + more) * 2)
}

/** Where the record of a conversation begins. */
export function recordOf(index: u32): usize {
  return records + <usize>index * RECORD_BYTES
}

/**
 * Looks for the newest conversation between two ends, in either direction. `ports` has the source's in its upper half; `family` is
 * `IPV6` or 0.
 *
 * Gives twice its index, and 1 more where the packet goes back; -1 where there is none. `add` knows then where a new one belongs.
 */
function find(source: i32, destination: i32, ports: u32, family: u32): i32 {
  slot = hashOf(source, destination, ports) & mask
  while (true) {
    const index: i32 = load<i32>(slots + ((<usize>slot) << 2)) - 1
    if (index < 0) return -1
    const at = recordOf(index)
    const first = wordOf(at, SOURCE)
    const second = wordOf(at, DESTINATION)
    const own: u32 = wordOf(at, PORTS)
    if (first === source && second === destination && own === ports) {
      if ((wordOf(at, BITS) & IPV6) === family) return index << 1
    } else if (first === destination && second === source && own === rotl<u32>(ports, 16)) {
      if ((wordOf(at, BITS) & IPV6) === family) return (index << 1) | 1
    }
    slot = (slot + 1) & mask
  }
}

/** Adds a conversation between the two ends that `find` looked for last, as the newest between them; gives its index. */
function add(source: i32, destination: i32, ports: u32, family: u32): u32 {
  const index = size++
  const at = recordOf(index)
  memory.fill(at, 0, RECORD_BYTES)
  setWordOf(at, SOURCE, source)
  setWordOf(at, DESTINATION, destination)
  setWordOf(at, PORTS, ports)
  setWordOf(at, BITS, family)
  store<u32>(slots + ((<usize>slot) << 2), index + 1)
  return index
}

/** Counts a segment to its conversation, which may begin with it. There must be room. The TCP header is at `tcp`. */
export function countSegment(source: i32, destination: i32, tcp: usize, family: u32, wireLen: f64, timeNs: f64): void {
  count(settle(source, destination, i32At(tcp), family, load<u8>(tcp, 13), i32At(tcp + 4), i32At(tcp + 8), true), wireLen, timeNs)
}

/**
 * The conversation of a segment, as `find` gives it: it may have to begin, and to learn the first sequence numbers of its sides.
 *
 * @param isCounted false for a packet that a filter leaves out: it may begin a connection, but is not counted
 */
export function settle(source: i32, destination: i32, ports: u32, family: u32, flags: u32, seq: i32, ack: i32, isCounted: bool): i32 {
  const found = find(source, destination, ports, family)
  const isSyn = (flags & SYN) !== 0
  // With all of these, a packet without SYN has nothing to tell but its own numbers.
  if (found >= 0 && !isSyn && (wordOf(recordOf(found >> 1), BITS) & SETTLED) === SETTLED) return found
  let settled = found
  if (found < 0) settled = add(source, destination, ports, family) << 1
  else if (isSyn && (flags & ACK) === 0 && isOther(found, seq)) settled = add(source, destination, ports, family) << 1
  else if (isCounted && (wordOf(recordOf(found >> 1), BITS) & COUNTED) === 0) settled = adopt(found, source, destination, ports) << 1
  const at = recordOf(settled >> 1)
  if (isCounted) setWordOf(at, BITS, wordOf(at, BITS) | COUNTED)
  if ((wordOf(at, BITS) & HAS_BASES) !== HAS_BASES || isSyn) learn(at, settled & 1, flags, seq, ack)
  return settled
}

/** A segment that an ICMP error quotes begins a connection as a packet would, but tells nothing of its numbers. */
export function quote(source: i32, destination: i32, ports: u32, family: u32, flags: u32, seq: i32): void {
  const found = find(source, destination, ports, family)
  if (found < 0 || ((flags & (SYN | ACK)) === SYN && isOther(found, seq))) add(source, destination, ports, family)
}

/** Counts a packet to the conversation that was `settled` for it. */
export function count(settled: i32, wireLen: f64, timeNs: f64): void {
  const at = recordOf(settled >> 1)
  if (wordOf(at, FRAMES_FORTH) + wordOf(at, FRAMES_BACK) === 0) {
    setDoubleOf(at, START, timeNs)
    setDoubleOf(at, STOP, timeNs)
  } else if (timeNs > doubleOf(at, STOP)) setDoubleOf(at, STOP, timeNs)
  else if (timeNs < doubleOf(at, START)) setDoubleOf(at, START, timeNs)
  const back: u32 = settled & 1
  setWordOf(at, FRAMES_FORTH + back, wordOf(at, FRAMES_FORTH + back) + 1)
  setDoubleOf(at, BYTES_FORTH + back, doubleOf(at, BYTES_FORTH + back) + wireLen)
}

/** Whether a SYN with `seq` cannot belong to the conversation that was found, because its sender began with another number. */
function isOther(found: i32, seq: i32): bool {
  const at = recordOf(found >> 1)
  const back: u32 = found & 1
  return (wordOf(at, BITS) & (HAS_BASE_FORTH << back)) !== 0 && wordOf(at, BASE_FORTH + back) !== seq
}

/** Learns the first sequence numbers of both sides as far as a packet tells them. */
function learn(at: usize, back: u32, flags: u32, seq: i32, ack: i32): void {
  const own = HAS_BASE_FORTH << back
  const isSyn = (flags & SYN) !== 0
  if ((wordOf(at, BITS) & own) === 0 || ((flags & (SYN | ACK)) === (SYN | ACK) && wordOf(at, BASE_FORTH + back) !== seq)) {
    setWordOf(at, BITS, wordOf(at, BITS) | own)
    setWordOf(at, BASE_FORTH + back, isSyn ? seq : seq - 1)
  }
  const other = HAS_BASE_BACK >> back
  if ((wordOf(at, BITS) & other) === 0 && (flags & ACK) !== 0) {
    setWordOf(at, BITS, wordOf(at, BITS) | other)
    setWordOf(at, BASE_BACK - back, ack - 1)
  }
}

/**
 * A connection that only an ICMP error told of gets its first packet: rows stand in the order of first packets, sides as in them.
 * Gives the index of its record.
 */
function adopt(found: i32, source: i32, destination: i32, ports: u32): u32 {
  const index = <u32>(found >> 1)
  const at = recordOf(index)
  const bits = wordOf(at, BITS)
  if ((bits & HAS_BASES) === 0 && index === size - 1) {
    setWordOf(at, SOURCE, source)
    setWordOf(at, DESTINATION, destination)
    setWordOf(at, PORTS, ports)
    return index
  }
  const isForth = (found & 1) === 0
  const adopted = add(source, destination, ports, bits & IPV6)
  const to = recordOf(adopted)
  const turned = ((bits & HAS_BASE_FORTH) !== 0 ? HAS_BASE_BACK : 0) | ((bits & HAS_BASE_BACK) !== 0 ? HAS_BASE_FORTH : 0)
  setWordOf(to, BITS, wordOf(to, BITS) | (isForth ? bits & HAS_BASES : turned))
  setWordOf(to, BASE_FORTH, wordOf(at, isForth ? BASE_FORTH : BASE_BACK))
  setWordOf(to, BASE_BACK, wordOf(at, isForth ? BASE_BACK : BASE_FORTH))
  return adopted
}

let ordered: u32 = 0
let many: u32 = 0

/**
 * The indexes of those with packets, a u32 each: most frames first, of equally many the one that began first. Those of `MANY_FRAMES` and
 * more, the first `manyFrames()`, are not yet put in order. Valid until the next call.
 */
export function byFrames(): usize {
  const placesBytes = (<usize>MANY_FRAMES + 1) << 2
  const places = heap.alloc(placesBytes + ((<usize>size) << 2))
  const order = places + placesBytes
  memory.fill(places, 0, placesBytes)
  for (let i: u32 = 0; i < size; i++) {
    const place = places + ((<usize>min(framesOf(i), MANY_FRAMES)) << 2)
    store<u32>(place, load<u32>(place) + 1)
  }
  ordered = 0
  for (let frames = MANY_FRAMES; frames > 0; frames--) {
    const place = places + ((<usize>frames) << 2)
    const alike = load<u32>(place)
    store<u32>(place, ordered)
    ordered += alike
    if (frames === MANY_FRAMES) many = alike
  }
  for (let i: u32 = 0; i < size; i++) {
    const frames = framesOf(i)
    if (frames === 0) continue
    const place = places + ((<usize>min(frames, MANY_FRAMES)) << 2)
    const next = load<u32>(place)
    store<u32>(order + ((<usize>next) << 2), i)
    store<u32>(place, next + 1)
  }
  return order
}

/** How many conversations `byFrames` has put in order. */
export function withFrames(): u32 {
  return ordered
}

/** How many of them, at the beginning, have so many frames that they are not in order yet. */
export function manyFrames(): u32 {
  return many
}

function framesOf(index: u32): u32 {
  const at = recordOf(index)
  return wordOf(at, FRAMES_FORTH) + wordOf(at, FRAMES_BACK)
}

function emptySlots(slotCount: u32): usize {
  mask = slotCount - 1
  const made = heap.alloc((<usize>slotCount) << 2)
  memory.fill(made, 0, (<usize>slotCount) << 2)
  return made
}

/** Makes the slots more than `least`. Only the newest conversation between two ends has one. */
function growSlots(least: u32): void {
  const before = slots
  const countBefore = mask + 1
  let slotCount = countBefore
  while (slotCount <= least) slotCount *= SLOT_GROWTH
  slots = emptySlots(slotCount)
  for (let i: u32 = 0; i < countBefore; i++) {
    const entry = load<u32>(before + ((<usize>i) << 2))
    if (entry === 0) continue
    const at = recordOf(entry - 1)
    let free = hashOf(wordOf(at, SOURCE), wordOf(at, DESTINATION), wordOf(at, PORTS)) & mask
    while (load<u32>(slots + ((<usize>free) << 2)) !== 0) free = (free + 1) & mask
    store<u32>(slots + ((<usize>free) << 2), entry)
  }
  heap.free(before)
}

/** The same for both directions, so that one lookup serves either. */
function hashOf(source: i32, destination: i32, ports: u32): u32 {
  const sum = hashOfEnd(source, ports >>> 16) + hashOfEnd(destination, ports & 0xffff)
  return sum ^ (sum >>> 16)
}

function hashOfEnd(address: i32, port: u32): u32 {
  const spread: u32 = <u32>(address ^ seed) * 0x7feb352d
  const mixed: u32 = ((spread ^ (spread >>> 15)) + port) * 0x846ca68b
  return mixed ^ (mixed >>> 13)
}
