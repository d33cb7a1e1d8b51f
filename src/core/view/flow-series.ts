/** Round trips, bytes in flight and window, and throughput of one direction over time, from a connection's packets. */
import { isReset, type PacketColumns, SENDER, sequenceLength } from '../analysis/packet-columns.ts'
import { type GraphPoints, NS_PER_S, PointList } from './graph-series.ts'

/** A segment that waits for its acknowledgment. */
interface Awaited {
  readonly end: number
  readonly seconds: number
}

/** Segments that wait at a time; of more, the earliest are forgotten. */
const MOST_AWAITED = 10_000

/**
 * Round trips in seconds of what `sender` sent: from a segment to the acknowledgment of its last byte. As Karn asks (RFC 6298 §3), bytes
 * that were sent twice give none.
 */
export function roundTrips(columns: PacketColumns, sender: 0 | 1): GraphPoints {
  const points = new PointList()
  const [own, peer] = sendersOf(sender)
  let awaited: Awaited[] = []
  let highest = -Infinity
  let acked = -Infinity
  for (let i = 0; i < columns.count; i++) {
    const seconds = columns.timeNs[i] / NS_PER_S
    if (!Number.isFinite(seconds) || columns.icmp[i] >= 0) continue
    if (columns.sender[i] === own) {
      const end = columns.pos[i] + sequenceLength(columns, i)
      if (!(end > columns.pos[i])) continue
      if (end <= highest || columns.pos[i] < highest) {
        // What is acknowledged now may be either copy.
        awaited = awaited.filter((each) => each.end <= columns.pos[i])
      } else {
        awaited.push({ end, seconds })
        if (awaited.length > MOST_AWAITED) awaited.shift()
      }
      highest = Math.max(highest, end)
    } else if (columns.sender[i] === peer) {
      const ack = columns.ackPos[i]
      if (!(ack > acked)) continue
      acked = ack
      const reached = awaited.filter(({ end }) => end <= ack)
      if (reached.length === 0) continue
      awaited = awaited.filter(({ end }) => end > ack)
      const last = reached[reached.length - 1]
      points.add(seconds, seconds - last.seconds, columns.number[i])
    }
  }
  return points
}

/** Bytes that `sender` had sent and that were not acknowledged, and the window that the receiver allowed. */
export interface FlightSeries {
  readonly inFlight: GraphPoints
  /** The window in force at each moment; empty where its scale is not known. */
  readonly window: GraphPoints
}

/** Bytes in flight and window over time, seen from where it was captured. */
export function flight(columns: PacketColumns, sender: 0 | 1): FlightSeries {
  const inFlight = new PointList()
  const window = new PointList()
  const [own, peer] = sendersOf(sender)
  let sent = NaN
  let acked = NaN
  for (let i = 0; i < columns.count; i++) {
    const seconds = columns.timeNs[i] / NS_PER_S
    if (!Number.isFinite(seconds) || columns.icmp[i] >= 0) continue
    if (columns.sender[i] === own) {
      const end = columns.pos[i] + sequenceLength(columns, i)
      if (Number.isNaN(sent) || end > sent) sent = end
    } else if (columns.sender[i] === peer && !isReset(columns, i)) {
      const ack = columns.ackPos[i]
      if (Number.isNaN(acked) || ack > acked) acked = ack
      if (Number.isFinite(columns.windowBytes[i])) window.add(seconds, columns.windowBytes[i], columns.number[i])
    }
    if (Number.isFinite(sent) && Number.isFinite(acked)) inFlight.add(seconds, Math.max(0, sent - acked), columns.number[i])
  }
  return { inFlight, window }
}

/** Intervals of a throughput graph: at most so many, and so few that some packets fall into each, or it would be a comb. */
const MOST_INTERVALS = 200
const FEWEST_INTERVALS = 25
const PACKETS_IN_INTERVAL = 4
/** Shorter intervals show nothing but single packets. */
const SHORTEST_INTERVAL_SECONDS = 0.001

/** Throughput of one direction in bits a second. */
export interface ThroughputSeries {
  readonly intervalSeconds: number
  /** Payload that was sent for the first time. */
  readonly goodput: GraphPoints
  /** All bytes on the wire, headers and repeats included. */
  readonly wire: GraphPoints
}

/** Bits a second of what `sender` sent, by intervals of equal length; each point stands at its interval's beginning. */
export function throughput(columns: PacketColumns, sender: 0 | 1): ThroughputSeries {
  const [own] = sendersOf(sender)
  let lastSeconds = 0
  for (let i = 0; i < columns.count; i++) if (columns.timeNs[i] / NS_PER_S > lastSeconds) lastSeconds = columns.timeNs[i] / NS_PER_S
  const intervals = Math.min(MOST_INTERVALS, Math.max(FEWEST_INTERVALS, Math.floor(columns.count / PACKETS_IN_INTERVAL)))
  const intervalSeconds = Math.max(SHORTEST_INTERVAL_SECONDS, lastSeconds / intervals)
  const count = Math.floor(lastSeconds / intervalSeconds) + 1
  const fresh = new Float64Array(count)
  const wireBytes = new Float64Array(count)
  const first = new Uint32Array(count)
  let highest = -Infinity
  for (let i = 0; i < columns.count; i++) {
    const seconds = columns.timeNs[i] / NS_PER_S
    if (!Number.isFinite(seconds) || seconds < 0 || columns.icmp[i] >= 0 || columns.sender[i] !== own) continue
    const at = Math.min(count - 1, Math.floor(seconds / intervalSeconds))
    if (first[at] === 0) first[at] = columns.number[i]
    wireBytes[at] += columns.wireBytes[i]
    const end = columns.pos[i] + columns.payloadBytes[i]
    if (end > highest) {
      fresh[at] += Math.min(columns.payloadBytes[i], end - highest)
      highest = end
    }
  }
  const goodput = new PointList()
  const wire = new PointList()
  for (let at = 0; at < count; at++) {
    goodput.add(at * intervalSeconds, (fresh[at] * 8) / intervalSeconds, first[at])
    wire.add(at * intervalSeconds, (wireBytes[at] * 8) / intervalSeconds, first[at])
  }
  return { intervalSeconds, goodput, wire }
}

function sendersOf(sender: 0 | 1): readonly [own: number, peer: number] {
  return sender === 0 ? [SENDER.client, SENDER.server] : [SENDER.server, SENDER.client]
}
