/**
 * What `src/core/analysis/quiet-connections.ts` does with a segment, for the segment at hand, in the same memory. Whatever is not taken here
 * is asked there again: this may refuse more, but never take more.
 */
import { ACK, FIN, PSH, RST, SYN, URG } from './everyday-headers'
import {
  BIT_SYN,
  BIT_SYN_ACK,
  BITS,
  CLIENT_ADDR,
  PORTS,
  SECOND_PARKED,
  SECOND_TIME_F,
  SERVER_ADDR,
  SYN_PARKED,
  SYN_TIME_F,
} from '../src/core/flow/flow-record'
import {
  ACKED,
  BLOCK,
  COUNT,
  COURSE_ACKED_BY_FIN,
  COURSE_BITS,
  COURSE_DATA,
  COURSE_FIN,
  COURSE_FIN_ACKED,
  COURSE_FIN_ACKS_FIN,
  COURSE_SERVER_FIRST,
  COURSE_SERVER_LAST,
  FEW_BYTES,
  FIRST_SIDE,
  FLOW_LABEL,
  HEAD,
  HEAD_FREE_BLOCK,
  HEAD_USED_BLOCKS,
  IP_ID,
  LAST_DATA_TIME_F,
  MOST_SEGMENTS,
  NEXT,
  PACKETS,
  PLACE,
  SHORTEST_DELAYED_ACK_NS,
  SIDE,
  SIDES,
  START,
  TS_VAL,
  UNNOTICED_NS,
  WINDOW,
} from '../src/core/analysis/quiet-layout'
import { PARKED_WORDS } from '../src/core/flow/flow-record'
import {
  CHECKSUM_BAD,
  ack,
  dontFragment,
  family,
  flags,
  flowLabel,
  ipId,
  mss,
  OPTION_TIMESTAMPS,
  optionBits,
  payloadLen,
  seq,
  tos,
  tsEcr,
  tsVal,
  ttl,
  window,
  windowScale,
} from './plain-segment'
import { doubleOf, setDoubleOf, setWordOf, wordOf } from './words'

const BLOCK_BYTES: usize = BLOCK << 2
const SIDE_BYTES: usize = SIDE << 2
/** `KNOWN_ALL`. */
const KNOWN_ALL: u32 = 0xffff
const CE: u32 = 3
const NOT_QUIET: i32 = -1
const BOTH_FIN: i32 = COURSE_FIN | (COURSE_FIN << 1)
const BOTH_DATA: i32 = COURSE_DATA | (COURSE_DATA << 1)
const BOTH_FIN_ACKED: i32 = COURSE_FIN_ACKED | (COURSE_FIN_ACKED << 1)

let blocks: usize = 0
let head: usize = 0

/** Says where the blocks are. */
export function placeBlocks(blocksAt: usize, headAt: usize): void {
  blocks = blocksAt
  head = headAt
}

/** Where a block begins. */
export function blockAt(block: u32): usize {
  return blocks + <usize>block * BLOCK_BYTES
}

/** Packets of a side, the SYN among them. */
export function packetsOf(block: u32, side: u32): i32 {
  return wordOf(sideAt(blockAt(block), side), PACKETS)
}

/** Whether both sides have closed, and know it of each other. */
export function isClosed(block: u32): bool {
  return (wordOf(blockAt(block), COURSE_BITS) & BOTH_FIN_ACKED) === BOTH_FIN_ACKED
}

/** The course of a connection so far. */
export function courseOf(block: u32): u32 {
  return wordOf(blockAt(block), COURSE_BITS)
}

/** Takes a block for a connection of which SYN and SYN-ACK are parked, if both are as usual; -1 otherwise. There must be room. */
export function openQuiet(record: usize): i32 {
  const syn = record + (SYN_PARKED << 2)
  const synAck = record + (SECOND_PARKED << 2)
  const bits = wordOf(record, BITS)
  if (!isUsualOpening(syn, synAck) || (bits & (BIT_SYN | BIT_SYN_ACK)) !== (BIT_SYN | BIT_SYN_ACK)) return -1
  const tookNs = doubleOf(record, SECOND_TIME_F) - doubleOf(record, SYN_TIME_F)
  if (!(tookNs >= 0 && tookNs < UNNOTICED_NS)) return -1
  const ports: u32 = wordOf(record, PORTS)
  // A socket that is connected to itself: both directions look like one.
  if (wordOf(record, CLIENT_ADDR) === wordOf(record, SERVER_ADDR) && ports >>> 16 === (ports & 0xffff)) return -1
  let block = wordOf(head, HEAD_FREE_BLOCK) - 1
  if (block >= 0) setWordOf(head, HEAD_FREE_BLOCK, wordOf(blockAt(block), 0))
  else {
    block = wordOf(head, HEAD_USED_BLOCKS)
    setWordOf(head, HEAD_USED_BLOCKS, block + 1)
  }
  const at = blockAt(block)
  setWordOf(at, COUNT, 0)
  setWordOf(at, SIDES, 0)
  setWordOf(at, COURSE_BITS, 0)
  // The client has acknowledged nothing yet: its next acknowledgment is of the SYN.
  openSide(sideAt(at, 0), syn, parkedSeq(synAck))
  openSide(sideAt(at, 1), synAck, parkedAck(synAck))
  return block
}

/** Gives a block back. */
export function releaseQuiet(block: u32): void {
  setWordOf(blockAt(block), 0, wordOf(head, HEAD_FREE_BLOCK))
  setWordOf(head, HEAD_FREE_BLOCK, block + 1)
}

/**
 * Keeps the segment at hand if the connection stays quiet with it.
 *
 * @param number of the packet
 * @param sinceOpeningNs time since the SYN
 * @param sinceLastNs time since the connection's packet before
 */
export function takesSegment(block: u32, side: u32, number: u32, checksum: u32, timeNs: f64, sinceOpeningNs: f64, sinceLastNs: f64): bool {
  const at = blockAt(block)
  const s = sideAt(at, side)
  const course = courseWith(at, s, sideAt(at, 1 - side), side, checksum, timeNs, sinceOpeningNs, sinceLastNs)
  if (course < 0) return false
  const count = wordOf(at, COUNT)
  if (payloadLen !== 0) setDoubleOf(at, LAST_DATA_TIME_F, timeNs)
  setWordOf(at, COURSE_BITS, course)
  setWordOf(s, NEXT, wordOf(s, NEXT) + payloadLen + (flags & FIN))
  setWordOf(s, ACKED, ack)
  setWordOf(s, WINDOW, window)
  setWordOf(s, IP_ID, ipId)
  setWordOf(s, FLOW_LABEL, flowLabel)
  if ((optionBits & OPTION_TIMESTAMPS) !== 0) setWordOf(s, TS_VAL, tsVal)
  setWordOf(s, PACKETS, wordOf(s, PACKETS) + 1)
  setWordOf(at, SIDES, wordOf(at, SIDES) | (side << count))
  setWordOf(at, COUNT, count + 1)
  const place = at + <usize>((HEAD + count * PLACE) << 2)
  park(place, number, checksum)
  store<f64>(place + (PARKED_WORDS << 2), timeNs)
  return true
}

/** Folds the segment at hand into ten words, as `park` in `src/core/flow/parked-segment.ts` does. */
export function park(at: usize, number: u32, checksum: u32): void {
  setWordOf(at, 0, number)
  setWordOf(at, 1, seq)
  setWordOf(at, 2, ack)
  setWordOf(at, 3, (window << 16) | mss)
  setWordOf(at, 4, (ipId << 16) | (ttl << 8) | tos)
  setWordOf(at, 5, flags | (min<u32>(windowScale, 15) << 9) | (checksum << 13) | (dontFragment << 17) | (optionBits << 18))
  setWordOf(at, 6, tsVal)
  setWordOf(at, 7, tsEcr)
  setWordOf(at, 8, (payloadLen & 0xffff) | (KNOWN_ALL << 16))
  setWordOf(at, 9, flowLabel)
}

/** The sequence number of a parked segment. */
export function parkedSeq(at: usize): i32 {
  return wordOf(at, 1)
}

function parkedAck(at: usize): i32 {
  return wordOf(at, 2)
}

function sideAt(block: usize, side: u32): usize {
  return block + (FIRST_SIDE << 2) + <usize>side * SIDE_BYTES
}

function openSide(s: usize, parked: usize, acked: i32): void {
  const next = parkedSeq(parked) + 1
  setWordOf(s, NEXT, next)
  setWordOf(s, START, next)
  setWordOf(s, ACKED, acked)
  setWordOf(s, WINDOW, <u32>wordOf(parked, 3) >>> 16)
  setWordOf(s, IP_ID, <u32>wordOf(parked, 4) >>> 16)
  setWordOf(s, FLOW_LABEL, wordOf(parked, 9))
  setWordOf(s, TS_VAL, wordOf(parked, 6))
  setWordOf(s, PACKETS, 1)
}

/** What becomes of the connection with the segment, by the side that begins at `s`; `NOT_QUIET` when something is to be asked of it. */
function courseWith(at: usize, s: usize, o: usize, side: u32, checksum: u32, timeNs: f64, sinceOpeningNs: f64, sinceLastNs: f64): i32 {
  const count = wordOf(at, COUNT)
  const fin: i32 = flags & FIN
  if ((flags & ~(PSH | FIN)) !== ACK || seq !== wordOf(s, NEXT) || count === MOST_SEGMENTS || !(sinceLastNs >= 0)) return NOT_QUIET
  if (window === 0 || (tos & CE) === CE || checksum === CHECKSUM_BAD) return NOT_QUIET
  const moved = ack - wordOf(s, ACKED)
  const beyond = ack - wordOf(o, NEXT)
  if (moved < 0 || beyond > 0 || (moved === 0 && payloadLen === 0 && fin === 0)) return NOT_QUIET
  // The client's acknowledgment of the SYN-ACK comes first.
  if (count === 0 && (side !== 0 || !(sinceOpeningNs < UNNOTICED_NS))) return NOT_QUIET
  if ((optionBits & OPTION_TIMESTAMPS) !== 0 && tsVal - wordOf(s, TS_VAL) < 0) return NOT_QUIET
  let course = wordOf(at, COURSE_BITS)
  if (payloadLen + fin !== 0 && (course & (COURSE_FIN << side)) !== 0) return NOT_QUIET
  if (payloadLen !== 0) {
    if ((course & BOTH_FIN) !== 0 || payloadLen === wordOf(o, WINDOW) || wordOf(s, NEXT) - wordOf(s, START) + payloadLen >= FEW_BYTES)
      return NOT_QUIET
    if ((course & BOTH_DATA) === 0) course |= side * COURSE_SERVER_FIRST
    else {
      const goesOn = (course & COURSE_SERVER_LAST) === side * COURSE_SERVER_LAST
      if (!(timeNs - doubleOf(at, LAST_DATA_TIME_F) < (goesOn ? SHORTEST_DELAYED_ACK_NS : UNNOTICED_NS))) return NOT_QUIET
    }
    course = (course & ~COURSE_SERVER_LAST) | (COURSE_DATA << side) | (side * COURSE_SERVER_LAST)
  }
  const acksFin = beyond === 0 && (course & (COURSE_FIN << (1 - side))) !== 0
  if (fin !== 0) {
    // A jump of the sender's own count says that others of its packets went missing.
    const idBefore: u32 = wordOf(s, IP_ID)
    const jumps = family !== 0 ? flowLabel !== wordOf(s, FLOW_LABEL) : ipId !== 0 && idBefore !== 0 && ((ipId - idBefore) & 0xffff) > 1
    if (jumps) return NOT_QUIET
    course |= COURSE_FIN << side
    if (acksFin) course |= COURSE_FIN_ACKS_FIN << side
  }
  if (acksFin && (course & (COURSE_FIN_ACKED << (1 - side))) === 0)
    course |= (COURSE_FIN_ACKED | (fin === 0 ? 0 : COURSE_ACKED_BY_FIN)) << (1 - side)
  return course
}

/** SYN and SYN-ACK without data or anything odd, offering the same: what the verdict on the opening asks. */
function isUsualOpening(syn: usize, synAck: usize): bool {
  const options = parkedOptions(syn)
  return (
    isUsual(syn) &&
    isUsual(synAck) &&
    parkedOptions(synAck) === options &&
    (options & ~EVERYDAY_OPTIONS) === 0 &&
    (wordOf(syn, 3) & 0xffff) === (wordOf(synAck, 3) & 0xffff) &&
    <u32>wordOf(synAck, 3) >>> 16 !== 0
  )
}

/** Those that are decoded here. */
const EVERYDAY_OPTIONS: u32 = 0x17

function parkedOptions(parked: usize): u32 {
  return (<u32>wordOf(parked, 5) >>> 18) & 0x1fff
}

function isUsual(parked: usize): bool {
  const bits = wordOf(parked, 5)
  return (
    (bits & (URG | FIN | RST)) === 0 &&
    ((bits >>> 13) & 3) !== CHECKSUM_BAD &&
    (wordOf(parked, 4) & CE) !== CE &&
    wordOf(parked, 8) === <i32>(KNOWN_ALL << 16)
  )
}
