/**
 * Losses on quiet connections that are mended at once: one segment of the server comes again, and no rule could doubt why (`repeats.ts`).
 *
 * All functions look at a block that begins at `at` of `words`; `doubles` is the same memory.
 */
import { parkedOptionBits, parkedPayloadLen, parkedSeq } from '../flow/parked-segment.ts'
import { FLAG, OPTION, type Packet } from '../packet/packet.ts'
import { lastOf, placeOf, sideOf, timeOf } from './quiet-block.ts'
import { COURSE, FIN, cameUpLate, wasMended } from './quiet-course.ts'
import { ACKED, COUNT, COURSE_BITS, FIRST_SIDE, FLOW_LABEL, NEXT, SIDE, START, TS_VAL } from './quiet-layout.ts'
import { LONGEST_PROBE_NS, PROMPT_NS, PROMPT_RTTS } from './repeat-timing.ts'

const CLIENT = FIRST_SIDE
const SERVER = FIRST_SIDE + SIDE
/** Silences are noted in whole microseconds. */
const ROUNDING_NS = 1e3

/**
 * What a segment that is not the next of a quiet connection says of a loss, as a bit of `COURSE`; 0 when it says nothing, or there is more to ask.
 *
 * @param p everything of it is known and sound; its sender has not closed
 */
export function lossToldBy(words: Int32Array, doubles: Float64Array, at: number, side: number, p: Packet, sinceOpeningNs: number): number {
  const course = words[at + COURSE_BITS]
  const own = at + FIRST_SIDE + side * SIDE
  // The sender's own clock tells a repeat from a copy.
  if ((course & FIN) !== 0 || (course & (COURSE.data << 1)) === 0 || (p.optionBits & OPTION.timestamps) === 0) return 0
  if (((p.ack - words[own + ACKED]) | 0) < 0) return 0
  if (side === 0) return asks(words, at, p) ? COURSE.asked : 0
  return causeOfRepeat(words, doubles, at, p, sinceOpeningNs)
}

/** The client has everything behind one hole. */
function asks(words: Int32Array, at: number, p: Packet): boolean {
  const from = (p.sack[0] - p.ack) | 0
  const to = (p.sack[1] - p.ack) | 0
  return (
    p.flags === FLAG.ack &&
    p.payloadLen === 0 &&
    p.seq === words[at + CLIENT + NEXT] &&
    p.sackCount === 1 &&
    from > 0 &&
    from < to &&
    to <= ((words[at + SERVER + NEXT] - p.ack) | 0) &&
    ((p.tsVal - words[at + CLIENT + TS_VAL]) | 0) >= 0 &&
    (words[at + COURSE_BITS] & COURSE.probed) === 0
  )
}

function causeOfRepeat(words: Int32Array, doubles: Float64Array, at: number, p: Packet, sinceOpeningNs: number): number {
  const course = words[at + COURSE_BITS]
  if ((p.flags & ~FLAG.psh) !== FLAG.ack || (p.optionBits & OPTION.sack) !== 0 || p.payloadLen <= 1 || wasMended(course)) return 0
  if (((p.ack - words[at + CLIENT + NEXT]) | 0) > 0 || ((p.tsVal - words[at + SERVER + TS_VAL]) | 0) <= 0 || !wasSent(words, at, p))
    return 0
  const acked = words[at + CLIENT + ACKED]
  const sinceClientNs = p.timeNs - timeOf(doubles, at, lastOf(words, at, 0))
  if ((course & COURSE.asked) !== 0) return isAskedLast(words, at) && p.seq === acked && sinceClientNs < PROMPT_NS ? COURSE.repeated : 0
  // Where nothing of the server's was acknowledged yet, the only round trip that is known is that of the handshake.
  const isTail = ((p.seq + p.payloadLen - words[at + SERVER + NEXT]) | 0) === 0
  if (!isTail || acked !== words[at + SERVER + START] || cameUpLate(course)) return 0
  if (p.ipVersion === 6 && p.flowLabel !== words[at + SERVER + FLOW_LABEL]) return 0
  const openedNs = timeOf(doubles, at, 0) - p.timeNs + sinceOpeningNs
  const sinceServerNs = p.timeNs - timeOf(doubles, at, lastOf(words, at, 1))
  const promptNs = openedNs * PROMPT_RTTS + PROMPT_NS + ROUNDING_NS
  return Math.min(sinceClientNs, sinceServerNs) >= promptNs && sinceServerNs < LONGEST_PROBE_NS ? COURSE.probed : 0
}

/** Whether the last segment so far is the client's that asks. */
function isAskedLast(words: Int32Array, at: number): boolean {
  const last = words[at + COUNT] - 1
  return sideOf(words, at, last) === 0 && (parkedOptionBits(words, placeOf(at, last)) & OPTION.sack) !== 0
}

/** Whether the server sent just this before. */
function wasSent(words: Int32Array, at: number, p: Packet): boolean {
  for (let i = words[at + COUNT] - 1; i >= 0; i--) {
    const place = placeOf(at, i)
    if (sideOf(words, at, i) === 1 && parkedSeq(words, place) === p.seq && parkedPayloadLen(words, place) === p.payloadLen) return true
  }
  return false
}

/** Folds the block of an asking acknowledgment into its place: only a SYN has an MSS, and this has no payload, so theirs is free. */
export function foldSack(words: Int32Array, place: number, p: Packet): void {
  words[place + 3] |= (p.sack[0] - p.ack) | 0
  words[place + 8] |= (p.sack[1] - p.ack) | 0
}

/** Unfolds it again, from what was taken for MSS and payload. */
export function unfoldSack(p: Packet): void {
  if ((p.optionBits & OPTION.sack) === 0) return
  p.sackCount = 1
  p.sack[0] = p.ack + p.mss
  p.sack[1] = p.ack + p.payloadLen
  p.mss = p.payloadLen = 0
}
