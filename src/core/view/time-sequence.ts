/**
 * The time-sequence graph of one direction: which bytes were sent when, what was acknowledged, and how far the receiver's window reached.
 *
 * With acknowledgments, window and SACK it is what tcptrace draws; the segments' first bytes alone are Stevens' graph. Positions count as in
 * `analysis`: the SYN is 0, the first byte of data 1.
 */
import { eventOf, isReset, MOST_SACK_BLOCKS, type PacketColumns, SENDER, sequenceLength } from '../analysis/packet-columns.ts'
import type { EventKind } from '../analysis/event-log.ts'
import { type GraphPoints, NS_PER_S, PointList } from './graph-series.ts'

/** How a segment is drawn: what it did. */
export type SegmentLook = 'data' | 'repeated' | 'out-of-order' | 'probe' | 'open-close' | 'reset'

/** A segment: the bytes from `from` to `to`, sent at once. */
export interface SequenceSegment {
  readonly seconds: number
  readonly from: number
  readonly to: number
  readonly packet: number
  readonly look: SegmentLook
}

/** Bytes that the receiver reported as come out of turn (RFC 2018). */
export interface SequenceSack {
  readonly seconds: number
  readonly from: number
  readonly to: number
  readonly packet: number
}

/** One direction's graph. */
export interface TimeSequence {
  readonly segments: readonly SequenceSegment[]
  /** The receiver's acknowledgments, as steps: each holds until the next. */
  readonly acks: GraphPoints
  /** The right edge of the receiver's window: acknowledgment plus window; only where both are known. */
  readonly windowEdge: GraphPoints
  readonly sacks: readonly SequenceSack[]
}

const LOOKS: ReadonlyMap<EventKind, SegmentLook> = new Map([
  ['retransmission', 'repeated'],
  ['syn-repeated', 'repeated'],
  ['synack-repeated', 'repeated'],
  ['fin-repeated', 'repeated'],
  // Another number than that of the connection: the beginning of another one.
  ['syn-inside', 'open-close'],
  ['out-of-order', 'out-of-order'],
  ['keepalive', 'probe'],
  ['window-probe', 'probe'],
])

/** The graph of what `sender` (0 client, 1 server) sent. */
export function timeSequence(columns: PacketColumns, sender: 0 | 1): TimeSequence {
  const segments: SequenceSegment[] = []
  const sacks: SequenceSack[] = []
  const acks = new PointList()
  const windowEdge = new PointList()
  const own = sender === 0 ? SENDER.client : SENDER.server
  const peer = sender === 0 ? SENDER.server : SENDER.client
  let highest = -Infinity
  for (let i = 0; i < columns.count; i++) {
    const seconds = columns.timeNs[i] / NS_PER_S
    const packet = columns.number[i]
    if (!Number.isFinite(seconds) || columns.icmp[i] >= 0) continue
    if (columns.sender[i] === own) {
      const from = columns.pos[i]
      const length = sequenceLength(columns, i)
      if (!Number.isFinite(from) || (length === 0 && !isReset(columns, i) && LOOKS.get(eventOf(columns, i) ?? 'rst') !== 'probe')) continue
      const to = from + length
      segments.push({ seconds, from, to, packet, look: lookOf(columns, i, to <= highest) })
      // A RST may be forged: its number says nothing about what was sent.
      if (!isReset(columns, i)) highest = Math.max(highest, to)
    } else if (columns.sender[i] === peer) {
      const ack = columns.ackPos[i]
      if (!Number.isFinite(ack) || isReset(columns, i)) continue
      acks.add(seconds, ack, packet)
      const window = columns.windowBytes[i]
      if (Number.isFinite(window)) windowEdge.add(seconds, ack + window, packet)
      for (let block = 0; block < columns.sackCount[i]; block++) {
        const at = i * MOST_SACK_BLOCKS + block
        sacks.push({ seconds, from: columns.sackFrom[at], to: columns.sackTo[at], packet })
      }
    }
  }
  return { segments, acks, windowEdge, sacks }
}

function lookOf(columns: PacketColumns, i: number, isOld: boolean): SegmentLook {
  if (isReset(columns, i)) return 'reset'
  const noted = LOOKS.get(eventOf(columns, i) ?? 'rst')
  if (noted !== undefined) return noted
  // The log of notable packets is bounded; positions tell the rest.
  if (isOld) return 'repeated'
  return sequenceLength(columns, i) > 0 && columns.payloadBytes[i] === 0 ? 'open-close' : 'data'
}
