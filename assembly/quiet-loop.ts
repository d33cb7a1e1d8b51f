/**
 * The loop over everyday segments of connections on which nothing happens: from the records of a file on Ethernet to the tables of
 * `ConnectionTracker`, in the same memory. Whatever it does not take goes the usual way (`src/core/report/quiet-scan.ts`), so it may refuse
 * more than the tracker would, but never take more.
 */
import { ACK, FIN, RST, SYN } from './everyday-headers'
import {
  BIT_CLOSED,
  BIT_LIVE,
  BIT_SYN,
  BIT_SYN_ACK,
  BIT_SYN_AGAIN,
  BITS,
  CLIENT_ADDR,
  ID,
  LAST_TIME_F,
  PORTS as FLOW_PORTS,
  QUIET,
  SECOND_PARKED,
  SECOND_TIME_F,
  SERVER_ADDR,
  SYN_PARKED,
  SYN_TIME_F,
  TRACK,
} from '../src/core/flow/flow-record'
import { COURSES, SUSPECT_PORT_SPREAD, SUSPECT_SERVER_SPREAD, SUSPECT_SHIFT, SUSPECT_SPREAD } from '../src/core/analysis/quiet-layout'
import { CONNECTION, ENTRY, IP_ID, ISN, PACKET, PLACES, PORTS, SOURCE, TARGET, TS_VAL, VERSION } from '../src/core/flow/translation-layout'
import { TALLY_BYTES, TALLY_CONNECTIONS, TALLY_CUT, TALLY_IS_END, TALLY_PACKETS, TALLY_TIME } from '../src/core/analysis/tally-layout'
import {
  CHECKSUMMED_SEGMENTS,
  CLOSED_SILENCE_NS,
  HAND,
  LARGEST_SUMMED,
  LINGER_AT,
  LINGER_COUNT,
  MOST_LINGERING,
  MOST_LIVE,
  OPENING_SILENCE_NS,
  RING,
} from '../src/core/analysis/turn-layout'
import {
  CHECKSUM_UNKNOWN,
  ack,
  checksumState,
  decode,
  destination,
  destinationPort,
  family,
  flags,
  ipId,
  payloadLen,
  seq,
  source,
  sourcePort,
  tsVal,
} from './plain-segment'
import { courseOf, isClosed, openQuiet, packetsOf, park, parkedSeq, placeBlocks, releaseQuiet, takesSegment } from './quiet-segments'
import { bodyBytes, capturedOf, endsWell, headerBytes, isUsual, onWireOf, timeOf } from './records'
import { placeAddresses } from './shared-addresses'
import { addFlow, direction, findFlow, flowAt, liveFlows, placeFlows, removeFlow, usedFlows } from './shared-flows'
import { doubleOf, setDoubleOf, setWordOf, wordOf } from './words'

export { readAs } from './records'

/** Takes the connection at an index from the tables: it lingered longer than others, or it was silent for so long that it may be over. */
declare function finish(index: u32): void
declare function sweep(index: u32): void

const PAGE_BITS: u32 = 16
/** The memory grows by a part of what it is, but not by less. */
const LEAST_GROWTH_BYTES: usize = 1 << 20
/** Spreads initial sequence numbers over the places of `Translations`. */
const SPREAD: u32 = 0x9e3779b1
const SPREAD_BITS: u32 = 22

/** What became of a segment. */
const REFUSED: u32 = 0
const TAKEN: u32 = 1
/** And its connection is closed. */
const CLOSES: u32 = 2

let translated: usize = 0
let translatedTimes: usize = 0
let turns: usize = 0
/** Where `tally-layout.ts` says what was taken. */
let tally: usize = 0
/** How many were counted of each course, and who is suspicious (`quiet-layout.ts`). */
let counted: usize = 0
let suspects: usize = 0

/** Where the memory begins that nobody has. */
let free: usize = __heap_base
let index: u32 = 0

/** The place of `byteCount` bytes, all zero. */
export function allocate(byteCount: usize): usize {
  const at = free
  free += (byteCount + 15) & ~15
  const size = (<usize>memory.size()) << PAGE_BITS
  if (free > size) {
    const missing = free - size + max(LEAST_GROWTH_BYTES, size >> 2)
    if (memory.grow(<i32>(missing >>> PAGE_BITS)) < 0) unreachable()
  }
  return at
}

/** Says where the tables of the tracker are. */
export function place(
  flowRecords: usize,
  flowSlots: usize,
  flowHead: usize,
  addresses: usize,
  addressSlots: usize,
  addressHead: usize,
  blocks: usize,
  blockHead: usize,
  translations: usize,
  translationTimes: usize,
  turnsAt: usize,
  tallyAt: usize,
  countedAt: usize,
  suspectsAt: usize,
  seed: i32,
): void {
  placeFlows(flowRecords, flowSlots, flowHead, seed)
  placeAddresses(addresses, addressSlots, addressHead, seed)
  placeBlocks(blocks, blockHead)
  translated = translations
  translatedTimes = translationTimes
  turns = turnsAt
  tally = tallyAt
  counted = countedAt
  suspects = suspectsAt
}

/**
 * Takes records from `start` on, up to the first that is cut at `end` or that is not for this loop; there must be room for as many
 * connections. Gives where that one begins. `numberBefore` is the number of the packet before.
 */
export function takeRecords(start: usize, end: usize, numberBefore: u32): usize {
  let at = start
  let number = numberBefore
  while (end - at >= headerBytes) {
    const captured = capturedOf(at)
    const onWire = onWireOf(at)
    if (!isUsual(at, captured, onWire)) return refused(at)
    const from = at + headerBytes
    const body = bodyBytes(captured)
    if (body > <u32>(end - from)) break
    const next = from + body
    const timeNs = timeOf(at)
    // Before the first packet there is no time, and no number is above that.
    if (!(timeNs >= doubleOf(tally, TALLY_TIME)) || !endsWell(at, next) || !decode(from, captured)) return refused(at)
    const done = follow(timeNs, number + 1)
    if (done === REFUSED) return refused(at)
    number++
    setDoubleOf(tally, TALLY_TIME, timeNs)
    add(TALLY_PACKETS, 1)
    add(TALLY_BYTES, onWire)
    if (captured < onWire) add(TALLY_CUT, 1)
    at = next
    if (done === CLOSES) linger()
    sweepNext(timeNs)
  }
  setDoubleOf(tally, TALLY_IS_END, 1)
  return at
}

function refused(at: usize): usize {
  setDoubleOf(tally, TALLY_IS_END, 0)
  return at
}

/** What `ConnectionTracker` does with a segment, as far as it is for this loop. `index` is the connection's then. */
function follow(timeNs: f64, number: u32): u32 {
  const found = findFlow()
  if (found < 0) return opens(timeNs, number)
  index = found
  const record = flowAt(index)
  if (timeNs - doubleOf(record, LAST_TIME_F) > OPENING_SILENCE_NS || wordOf(record, TRACK) !== 0) return REFUSED
  const bits = wordOf(record, BITS)
  const quiet = wordOf(record, QUIET)
  if (quiet !== 0) return goesOn(record, quiet - 1, bits, timeNs, number)
  if ((flags & SYN) !== 0) return answers(record, bits, timeNs, number)
  return turnsQuiet(record, bits, timeNs, number)
}

/** A SYN opens a connection, unless it may be the translated half of another. */
function opens(timeNs: f64, number: u32): u32 {
  if ((flags & (SYN | ACK | FIN | RST)) !== SYN || <i32>liveFlows() >= MOST_LIVE) return REFUSED
  const version = family === 0 ? 4 : 6
  const place = ((<u32>seq * SPREAD) >>> SPREAD_BITS) & (PLACES - 1)
  const at = translated + <usize>place * (ENTRY << 2)
  const isOther = wordOf(at, SOURCE) !== source || wordOf(at, TARGET) !== destination
  if (wordOf(at, VERSION) === version && wordOf(at, ISN) === seq && isOther) return REFUSED
  add(TALLY_CONNECTIONS, 1)
  index = addFlow(number)
  const record = flowAt(index)
  setDoubleOf(record, LAST_TIME_F, timeNs)
  park(record + (SYN_PARKED << 2), number, sampledChecksum(0))
  setDoubleOf(record, SYN_TIME_F, timeNs)
  setWordOf(record, BITS, wordOf(record, BITS) | BIT_SYN)
  setWordOf(at, ISN, seq)
  setWordOf(at, SOURCE, source)
  setWordOf(at, TARGET, destination)
  setWordOf(at, PORTS, (sourcePort << 16) | destinationPort)
  setWordOf(at, VERSION, version)
  setWordOf(at, IP_ID, ipId)
  setWordOf(at, TS_VAL, tsVal)
  setWordOf(at, CONNECTION, wordOf(record, ID))
  setWordOf(at, PACKET, number)
  setDoubleOf(translatedTimes, place, timeNs)
  return TAKEN
}

/** A parked SYN gets its SYN-ACK. */
function answers(record: usize, bits: i32, timeNs: f64, number: u32): u32 {
  if ((bits & (BIT_SYN_ACK | BIT_SYN_AGAIN)) !== 0 || (flags & (SYN | ACK | FIN | RST)) !== (SYN | ACK)) return REFUSED
  if (direction === 0 || payloadLen !== 0 || ack - parkedSeq(record + (SYN_PARKED << 2)) !== 1) return REFUSED
  park(record + (SECOND_PARKED << 2), number, sampledChecksum(0))
  setDoubleOf(record, SECOND_TIME_F, timeNs)
  if (!(timeNs < doubleOf(record, LAST_TIME_F))) setDoubleOf(record, LAST_TIME_F, timeNs)
  setWordOf(record, BITS, bits | BIT_SYN_ACK)
  return TAKEN
}

/** The first segment behind SYN and SYN-ACK: the connection may be a quiet one. */
function turnsQuiet(record: usize, bits: i32, timeNs: f64, number: u32): u32 {
  if ((bits & BIT_SYN_ACK) === 0 || (flags & RST) !== 0) return REFUSED
  const block = openQuiet(record)
  if (block < 0) return REFUSED
  const done = goesOn(record, block, bits, timeNs, number)
  if (done === REFUSED) releaseQuiet(block)
  else setWordOf(record, QUIET, block + 1)
  return done
}

/** A quiet connection that is not yet closed gets another segment. */
function goesOn(record: usize, block: u32, bits: i32, timeNs: f64, number: u32): u32 {
  if ((bits & BIT_CLOSED) !== 0) return REFUSED
  const checksum = sampledChecksum(packetsOf(block, direction))
  const sinceOpeningNs = timeNs - doubleOf(record, SYN_TIME_F)
  const sinceLastNs = timeNs - doubleOf(record, LAST_TIME_F)
  if (!takesSegment(block, direction, number, checksum, timeNs, sinceOpeningNs, sinceLastNs)) return REFUSED
  setDoubleOf(record, LAST_TIME_F, timeNs)
  if (!isClosed(block)) return TAKEN
  setWordOf(record, BITS, bits | BIT_CLOSED)
  return CLOSES
}

/** The checksum of one of the first segments of a side that are looked at, if it is small; `before` are the packets of the side so far. */
function sampledChecksum(before: i32): u32 {
  return before < CHECKSUMMED_SEGMENTS && payloadLen <= LARGEST_SUMMED ? checksumState() : CHECKSUM_UNKNOWN
}

/** Queues the connection at `index`, which has closed; who stands there longest goes for it. */
function linger(): void {
  const at = wordOf(turns, LINGER_AT)
  const id = wordOf(flowAt(index), ID)
  const closed = index
  const entry: u32 = RING + at * 2
  if (wordOf(turns, LINGER_COUNT) === MOST_LINGERING) {
    const oldest: u32 = wordOf(turns, entry)
    const record = flowAt(oldest)
    const isThere = (wordOf(record, BITS) & BIT_LIVE) !== 0 && wordOf(record, ID) === wordOf(turns, entry + 1)
    if (isThere && !counts(oldest, record)) finish(oldest)
  } else setWordOf(turns, LINGER_COUNT, wordOf(turns, LINGER_COUNT) + 1)
  setWordOf(turns, entry, closed)
  setWordOf(turns, entry + 1, id)
  setWordOf(turns, LINGER_AT, (at + 1) % MOST_LINGERING)
}

/** Counts a connection that has taken a course of which no more is asked, and removes it; false when it is for others to finish. */
function counts(flow: u32, record: usize): bool {
  const quiet = wordOf(record, QUIET)
  if (quiet === 0) return false
  const course = courseOf(quiet - 1)
  if (course >= <u32>COURSES || wordOf(counted, course) === 0) return false
  const client = <u32>wordOf(record, CLIENT_ADDR) * SUSPECT_SPREAD
  const server = <u32>wordOf(record, SERVER_ADDR) * SUSPECT_SERVER_SPREAD
  const port = (<u32>wordOf(record, FLOW_PORTS) & 0xffff) * SUSPECT_PORT_SPREAD
  if (isSuspicious(client) || isSuspicious(client ^ server ^ port)) return false
  setWordOf(counted, course, wordOf(counted, course) + 1)
  releaseQuiet(quiet - 1)
  removeFlow(flow)
  return true
}

function isSuspicious(hashed: u32): bool {
  const place = hashed >>> SUSPECT_SHIFT
  return ((wordOf(suspects, place >>> 5) >>> (place & 31)) & 1) !== 0
}

/** Looks at the next record of the table, round and round. */
function sweepNext(timeNs: f64): void {
  const hand: u32 = wordOf(turns, HAND)
  if (hand >= usedFlows()) {
    setWordOf(turns, HAND, 0)
    return
  }
  setWordOf(turns, HAND, hand + 1)
  const record = flowAt(hand)
  if ((wordOf(record, BITS) & BIT_LIVE) !== 0 && timeNs - doubleOf(record, LAST_TIME_F) > CLOSED_SILENCE_NS) sweep(hand)
}

function add(entry: u32, value: f64): void {
  setDoubleOf(tally, entry, doubleOf(tally, entry) + value)
}
