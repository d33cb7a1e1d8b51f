/** Segments that are too large for the path: whether a router said so, and whether only the large ones vanish (RFC 1191, RFC 8201, RFC 2923 §2.1). */
import type { Connection } from '../analysis/connection.ts'
import type { Endpoint } from '../analysis/endpoint.ts'
import type { TrackedEvent } from '../analysis/event-log.ts'
import { endOf } from './closing.ts'

const V6_BIT = 1 << 20
const MTU_BITS = 0xfffff
const FRAGMENTATION_NEEDED = (3 << 8) | 4
const PACKET_TOO_BIG = 2
/** The same large segment in vain this often, while small ones pass: chance does not choose by size. */
const TELLING_REPEATS = 3
/** A receiver that waits this long for bytes has waited for several timeouts of the sender. */
const SEVERAL_TIMEOUTS_NS = 600e6
/** Payload of packets that every path carries in practice (1280 bytes less headers). */
const SAFE_SEGMENT_BYTES = 1220

/** Whether an ICMP event asks for smaller packets: "fragmentation needed" (RFC 1191 §4) or "packet too big" (RFC 4443 §3.2). */
export function isTooBig(event: TrackedEvent): boolean {
  return (event.c & V6_BIT) !== 0 ? event.a >>> 8 === PACKET_TOO_BIG : event.a === FRAGMENTATION_NEEDED
}

/** The next-hop MTU of such an event; 0 when the router did not tell it. */
export function nextHopMtu(event: TrackedEvent): number {
  return event.c & MTU_BITS
}

/** Large segments of one end that do not get through. */
export interface LargeLost {
  readonly sender: Endpoint
  /** At the sender's side the repeats are seen; at the receiver's side only the gap. */
  readonly seenAt: 'sender' | 'receiver'
  /** Repeats of the same large segment, or the packet behind the gap. */
  readonly events: readonly [TrackedEvent, ...TrackedEvent[]]
  /** Payload of the segment that is repeated in vain; 0 when it was never seen. */
  readonly segmentBytes: number
  /** A smaller repeat of the same bytes, or the first bytes that filled the gap: the sender found out by itself. */
  readonly smaller: TrackedEvent | undefined
}

/** The end whose large segments vanish while its small ones pass; undefined as a rule. */
export function largeLost(c: Connection): LargeLost | undefined {
  if (c.phase !== 'open') return undefined
  return lostBySender(c, 0) ?? lostBySender(c, 1) ?? lostToReceiver(c, 0) ?? lostToReceiver(c, 1)
}

function lostBySender(c: Connection, side: number): LargeLost | undefined {
  const sender = endOf(c, side)
  if (sender.retransmitted < TELLING_REPEATS || sender.firstLargePos === 0) return undefined
  const repeats = c.events.filter((event) => event.kind === 'retransmission' && event.side === side)
  // No large segment was ever acknowledged: the first of them is what is repeated.
  const stuck = repeats.filter(
    (event) =>
      event.payloadLen > SAFE_SEGMENT_BYTES &&
      event.pos <= sender.firstLargePos &&
      event.ackPos <= event.pos &&
      event.pos + event.payloadLen > sender.firstLargePos,
  )
  const [first, ...rest] = stuck
  if (first === undefined) return undefined
  const same = [first, ...rest.filter((event) => event.pos === first.pos && event.payloadLen === first.payloadLen)] as const
  if (same.length < TELLING_REPEATS) return undefined
  const last = same[same.length - 1]
  // Acknowledged after all, as large as it was: that was loss, or a silence.
  const smaller = repeats.find((event) => event.pos === first.pos && event.payloadLen < first.payloadLen && event.packet > last.packet)
  const peer = endOf(c, 1 - side)
  if (smaller === undefined && peer.ackPos > first.pos) return undefined
  const alive =
    smaller !== undefined && peer.ackPos > first.pos
      ? true
      : same.some((event) => event.a > 0 || event.peerSacks) || peer.lastPacket > first.packet || heardLater(c, peer, first)
  return alive ? { sender, seenAt: 'sender', events: same, segmentBytes: first.payloadLen, smaller } : undefined
}

/**
 * The peer spoke a round trip after the burst whose first segment had to be repeated, and did not acknowledge it: something of the burst had
 * arrived, as it would say with SACK.
 */
function heardLater(c: Connection, peer: Endpoint, repeat: TrackedEvent): boolean {
  const { client, server } = c
  if (client.synCount !== 1 || server.synCount !== 1 || repeat.c < 0) return false
  return peer.lastTimeNs - (repeat.timeNs - repeat.c * 1000) >= client.establishingAckTimeNs - client.synTimeNs
}

/** At the receiver: a gap at the first large segments, and nothing large ever fills it, however long it waits. */
function lostToReceiver(c: Connection, side: number): LargeLost | undefined {
  const sender = endOf(c, side)
  const receiver = endOf(c, 1 - side)
  if (sender.gaps === 0 || sender.firstLargePos !== 0 || receiver.mss <= SAFE_SEGMENT_BYTES || receiver.ackedUnseen !== 0) return undefined
  const gap = c.events.find((event) => event.kind === 'gap' && event.side === side)
  if (gap === undefined || gap.a <= SAFE_SEGMENT_BYTES) return undefined
  const from = gap.pos - gap.a
  const filler = c.events.find(
    (event) => event.kind === 'out-of-order' && event.side === side && event.pos <= from && event.packet > gap.packet,
  )
  // A segment without data shows that all before it is missing, and its sender had been silent so long that it was sent long ago, or again.
  const silentNs = gap.payloadLen === 0 && gap.c > 0 ? gap.c * 1000 : 0
  const waitedNs = (filler === undefined ? c.lastTimeNs : filler.timeNs) - gap.timeNs + silentNs
  if (!(waitedNs >= SEVERAL_TIMEOUTS_NS) || (filler === undefined && receiver.ackPos > from)) return undefined
  return { sender, seenAt: 'receiver', events: [gap], segmentBytes: 0, smaller: filler }
}
