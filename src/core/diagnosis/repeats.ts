/** Segments that came again or late: why each was sent, answered once for all the rules about loss and order, so that they agree. */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import { carriesTimestamps } from '../analysis/event-facts.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'
import { closingPacket, endOf, fullyClosed } from './closing.ts'
import { requestIgnored } from './handshake.ts'
import { isTooBig } from './path-mtu.ts'
import type { Packets } from './rule.ts'
import {
  LONGEST_PROBE_NS,
  LONGEST_PROBE_RTTS,
  OVERTAKING_NS,
  OVERTAKING_RTTS,
  PROMPT_NS,
  PROMPT_RTTS,
  SHORTEST_TIMEOUT_NS,
  TELLING_DUPLICATES,
} from '../analysis/repeat-timing.ts'

/**
 * Why a segment is in the capture that is not the next one of its stream.
 *
 * - `reordered`: it was overtaken by its successors; only one copy
 * - `network-copy`: the very packet that was seen before (same place in the sender's own count): the network doubled it
 * - `late-original`: the original, overtaken by its own repeat
 * - `unneeded`: sent again although the receiver had the bytes, as it says itself (DSACK, RFC 2883) or had said before
 * - `smaller`: sent again in smaller pieces, as a router had asked
 * - `fast`: sent again because the receiver told that something was missing (RFC 5681 §3.2, RFC 8985)
 * - `probe`: the end of a burst, sent again before the timeout to find out (RFC 8985 §7)
 * - `timeout`: sent again because nothing came back in time (RFC 6298 §5)
 * - `follow-up`: sent again in the wake of a timeout
 * - `rejected`: sent again because the receiver rejected what had arrived
 * - `unasked`: sent again sooner than the receiver can have asked for it: somebody else had told the sender
 */
export type RepeatCause =
  | 'reordered'
  | 'network-copy'
  | 'late-original'
  | 'unneeded'
  | 'smaller'
  | 'fast'
  | 'probe'
  | 'timeout'
  | 'follow-up'
  | 'rejected'
  | 'unasked'

/** A segment that came again or late. */
export interface Repeat {
  readonly event: TrackedEvent
  readonly cause: RepeatCause
  /** Its bytes had been seen before: what was lost, was lost beyond the capture point. Otherwise it fills a gap: lost before it. */
  readonly seenBefore: boolean
  /** The packet that came where this one was due, for one that fills a gap. */
  readonly gap: TrackedEvent | undefined
  /** The acknowledgment that reports the bytes as come twice. */
  readonly dsack: TrackedEvent | undefined
  /** From the gap to this segment, or from the sender's packet before; NaN without times. */
  readonly delayNs: number
}

/** An older packet cannot be further back in the sender's count than what was sent in between, by small segments. */
const SMALL_SEGMENT_BYTES = 200
const COUNT_SLACK = 32

const NOTHING: readonly Repeat[] = []

/** All segments of a connection that came again or late, as far as the log kept them, in order. */
export function repeatsOf(c: Connection): readonly Repeat[] {
  const { client, server } = c
  if (client.retransmitted + server.retransmitted + client.outOfOrder + server.outOfOrder === 0) return NOTHING
  return c.once(repeats)
}

function repeats(c: Connection): readonly Repeat[] {
  return classify(c, c.events)
}

/** Round trip of the handshake, whoever captured it; the shortest of the data where it was not seen. NaN when there is none. */
export function baseRttNs(c: Connection): number {
  if (c.handshakeSeen && c.client.synCount === 1 && c.server.synCount === 1) return c.client.establishingAckTimeNs - c.client.synTimeNs
  const longer = Math.max(c.client.rttSamples === 0 ? 0 : c.client.rttMinNs, c.server.rttSamples === 0 ? 0 : c.server.rttMinNs)
  return longer > 0 ? longer : NaN
}

/** Where a sender's own count stands: IP ID and timestamp of the latest of its packets. */
interface Count {
  ipId: number
  tsVal: number
  tsKnown: boolean
}

/** A repeat whose cause may change with what comes behind it. */
interface Draft extends Repeat {
  cause: RepeatCause
  dsack: TrackedEvent | undefined
}

function classify(c: Connection, events: readonly TrackedEvent[]): readonly Repeat[] {
  // The server host had the bytes and did not take them: nothing was lost.
  const ofClient = requestIgnored(c) ? NOTHING : sideDrafts(c, events, 0)
  const ofServer = sideDrafts(c, events, 1)
  const needed = ofClient.length === 0 ? ofServer : ofServer.length === 0 ? ofClient : inOrder(ofClient, ofServer)
  // What turns up after the close is late, and of no use to anyone.
  return fullyClosed(c) ? needed.filter((repeat) => repeat.event.packet < closingPacket(c)) : needed
}

function inOrder(some: readonly Repeat[], others: readonly Repeat[]): readonly Repeat[] {
  return [...some, ...others].sort((a, b) => a.event.packet - b.event.packet)
}

/** Those of one end, in order. */
function sideDrafts(c: Connection, events: readonly TrackedEvent[], side: number): readonly Repeat[] {
  const sender = endOf(c, side)
  if (sender.retransmitted + sender.outOfOrder === 0) return NOTHING
  const rttNs = baseRttNs(c)
  const own: Draft[] = []
  const gaps: TrackedEvent[] = []
  const newest: Count = { ipId: 0, tsVal: 0, tsKnown: false }
  let told = false
  let timedOut = false
  for (const event of events) {
    if (event.kind === 'icmp' && event.side === side && isTooBig(event)) told = true
    if (event.kind === 'dsack' && event.side !== side) reported(own, event)
    if (event.side !== side) continue
    if (event.kind === 'gap') gaps.push(event)
    const again = event.kind === 'retransmission' || event.kind === 'out-of-order'
    // In mid-stream, what lies before the first packet cannot have been seen before.
    const age = again ? ageOf(c, sender, event, newest) : 'unknown'
    const old = age === 'older'
    if (again || event.kind === 'gap') advance(newest, event)
    if (!again || event.pos < 1) continue
    const gap = event.kind === 'out-of-order' ? gaps.find((hole) => hole.pos - hole.a <= event.pos && event.pos < hole.pos) : undefined
    // Acknowledged before it was seen: the capture swapped the directions, and the network did nothing odd.
    if (event.kind === 'out-of-order' && gap === undefined) continue
    const delayNs = gap === undefined ? (event.c < 0 ? NaN : event.c * 1000) : event.timeNs - gap.timeNs
    const draft: Draft = { event, cause: 'fast', seenBefore: event.kind === 'retransmission', gap, dsack: undefined, delayNs }
    const twin = own.find((other) => overlaps(other.event, event))
    if (event.kind === 'out-of-order') draft.cause = causeOfLate(event, isSentBehind(event, gap) ? 'newer' : age, delayNs, rttNs)
    else if (old || (!told && age === 'unknown' && isEcho(event, newest))) {
      draft.cause = twin !== undefined && twin.cause !== 'network-copy' ? 'late-original' : 'network-copy'
      if (twin !== undefined && draft.cause === 'late-original') twin.cause = 'unneeded'
    } else if (told) draft.cause = 'smaller'
    else if (event.pos + event.payloadLen <= event.ackPos) draft.cause = 'unneeded'
    else if (wasRejected(events, event)) draft.cause = 'rejected'
    else draft.cause = causeOfRepeat(event, twin === undefined, timedOut, rttNs)
    if (draft.cause === 'timeout') timedOut = true
    own.push(draft)
  }
  return own
}

/** An acknowledgment reports bytes as come twice: the first repeat of them that it can mean was not needed. */
function reported(own: readonly Draft[], dsack: TrackedEvent): void {
  // What filled a gap here was the first to arrive: a report of bytes that came twice means another.
  const covered = own.filter(
    (draft) => draft.gap === undefined && draft.event.pos < dsack.pos + dsack.a && dsack.pos < draft.event.pos + draft.event.payloadLen,
  )
  const first = covered.find((draft) => draft.dsack === undefined)
  if (first === undefined) return
  first.dsack = dsack
  if (first.cause !== 'network-copy' && first.cause !== 'late-original') first.cause = 'unneeded'
}

/** Whether a packet was sent before others that are in the capture already, by the sender's own count and clock; `unknown` when neither tells. */
type Age = 'older' | 'newer' | 'unknown'

function ageOf(c: Connection, sender: Endpoint, event: TrackedEvent, newest: Count): Age {
  const clocked = carriesTimestamps(event)
  const tsBefore = newest.tsKnown && ((newest.tsVal - event.tsValBefore) | 0) > 0 ? newest.tsVal : event.tsValBefore
  const olderBy = clocked ? (tsBefore - event.tsVal) | 0 : 0
  if (olderBy < 0) return 'newer'
  if (c.ipVersion === 4 && sender.knows('ipId') && event.ipId !== 0 && event.b !== 0) {
    const latest = newest.ipId !== 0 && ((newest.ipId - event.b) & 0xffff) < 0x8000 ? newest.ipId : event.b
    const behind = (latest - event.ipId) & 0xffff
    // Far behind or ahead: no common count, as with random IDs; then the clock alone must do.
    const most = Math.max(0, event.beyondBytes) / SMALL_SEGMENT_BYTES + COUNT_SLACK
    if (behind > 0 && behind <= most) return 'older'
    if (0x10000 - behind <= most) return 'newer'
  }
  return olderBy > 0 ? 'older' : 'unknown'
}

/**
 * Whether a segment that was seen before came again without any reason that a sender has: nobody asked, and its clock stands where it stood
 * at its newest packet, so that no timer can have run. Without an IP ID that counts (IPv6) this is how the network's own copies are known.
 */
function isEcho(event: TrackedEvent, newest: Count): boolean {
  if (event.kind !== 'retransmission' || !carriesTimestamps(event) || event.a > 0 || event.peerSacks) return false
  const stoodStill = event.tsVal === event.tsValBefore && (!newest.tsKnown || ((newest.tsVal - event.tsVal) | 0) <= 0)
  return stoodStill && event.c >= 0 && event.c * 1000 < SHORTEST_TIMEOUT_NS
}

function advance(newest: Count, event: TrackedEvent): void {
  advanceId(newest, event.b)
  advanceId(newest, event.ipId)
  if (carriesTimestamps(event) && (!newest.tsKnown || ((event.tsVal - newest.tsVal) | 0) > 0)) {
    newest.tsVal = event.tsVal
    newest.tsKnown = true
  }
}

function advanceId(newest: Count, id: number): void {
  if (id !== 0 && (newest.ipId === 0 || ((id - newest.ipId) & 0xffff) < 0x8000)) newest.ipId = id
}

function overlaps(a: TrackedEvent, b: TrackedEvent): boolean {
  return a.pos < b.pos + b.payloadLen && b.pos < a.pos + a.payloadLen
}

/** What arrived was dropped for its timestamp (RFC 7323 §5.3), so it had to come again. */
function wasRejected(events: readonly TrackedEvent[], event: TrackedEvent): boolean {
  return events.some(
    (other) => other.kind === 'timestamp-backwards' && other.side === event.side && other.packet < event.packet && overlaps(other, event),
  )
}

/** The sender's clock says that a segment left after the one that came in its place: the first copy did not, streams are sent in order. */
function isSentBehind(event: TrackedEvent, gap: TrackedEvent | undefined): boolean {
  return gap !== undefined && carriesTimestamps(event) && carriesTimestamps(gap) && ((event.tsVal - gap.tsVal) | 0) > 0
}

/** A segment that fills a gap. */
function causeOfLate(event: TrackedEvent, age: Age, delayNs: number, rttNs: number): RepeatCause {
  if (age === 'older') return 'reordered'
  // Without a count that tells, a repeat is known by the time that asking for it takes.
  if (age === 'unknown') {
    if (delayNs < Math.max(OVERTAKING_NS, rttNs * OVERTAKING_RTTS) || delayNs < OVERTAKING_NS) return 'reordered'
    if (Number.isNaN(delayNs) && event.a < TELLING_DUPLICATES) return 'reordered'
  }
  if (event.c * 1000 >= SHORTEST_TIMEOUT_NS) return 'timeout'
  if (event.a === 0 && !event.peerSacks) {
    // Nobody had asked, and no timeout is that short. A count that is shared, or given out by several queues, may say otherwise; a clock not.
    const overtakingNs = Math.max(OVERTAKING_NS, rttNs * OVERTAKING_RTTS)
    if (delayNs < (overtakingNs > 0 ? overtakingNs : OVERTAKING_NS) && !clockMoved(event)) return 'reordered'
    if (event.peerSilenceUs >= 0) return 'unasked'
  }
  return delayNs < rttNs * OVERTAKING_RTTS ? 'unasked' : 'fast'
}

/** The sender's clock went on since its packet before: this one was sent later. */
function clockMoved(event: TrackedEvent): boolean {
  return carriesTimestamps(event) && ((event.tsVal - event.tsValBefore) | 0) > 0
}

/** A segment that was seen before, and that the receiver needed. */
function causeOfRepeat(event: TrackedEvent, first: boolean, timedOut: boolean, rttNs: number): RepeatCause {
  const asked = event.a > 0 || event.peerSacks
  if (event.c < 0) return asked ? 'fast' : 'timeout'
  const ownNs = event.c * 1000
  const quietNs = event.peerSilenceUs < 0 ? ownNs : Math.min(ownNs, event.peerSilenceUs * 1000)
  const roundNs = event.rttUs > 0 ? event.rttUs * 1000 : rttNs > 0 ? rttNs : 0
  if (quietNs < roundNs * PROMPT_RTTS + PROMPT_NS) return timedOut && !asked ? 'follow-up' : 'fast'
  // The FIN may stand behind the last segment.
  const tail = event.beyondBytes <= 1
  if (first && tail && ownNs <= LONGEST_PROBE_NS + LONGEST_PROBE_RTTS * roundNs) return sameLabel(event) ? 'probe' : 'timeout'
  // Nobody's timer is that short, and the receiver had asked; a busy sender or path took its time.
  if (first && quietNs < SHORTEST_TIMEOUT_NS && (event.a >= TELLING_DUPLICATES || event.peerSacks)) return timedOut ? 'follow-up' : 'fast'
  return 'timeout'
}

/** Linux gives an IPv6 connection a new flow label with every timeout, not with a probe; IPv4 has none (0 both times). */
function sameLabel(event: TrackedEvent): boolean {
  return event.flowLabel === 0 || event.flowLabel === event.b
}

/** Causes that mean: something was lost on the path. */
const LOSSES: ReadonlySet<RepeatCause> = new Set(['fast', 'probe', 'timeout', 'follow-up', 'unasked'])

/** Repeats by which losses were repaired (all bytes of them acknowledged in the end). */
export function repairsOf(c: Connection): readonly Repeat[] {
  return repeatsOf(c).filter(({ event, cause }) => LOSSES.has(cause) && endOf(c, 1 - event.side).ackPos >= event.pos + event.payloadLen)
}

/** Packet numbers of repeats. */
export function packetsOf(repeats: readonly [Repeat, ...Repeat[]]): Packets {
  const [first, ...rest] = repeats
  return [first.event.packet, ...rest.map(({ event }) => event.packet)]
}
