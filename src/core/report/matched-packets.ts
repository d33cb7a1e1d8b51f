/** Packets of one connection in two captures of it: which of one is which of the other, whole or in parts. */
import { isReset, type PacketColumns, SENDER, sequenceLength } from '../analysis/packet-columns.ts'

/** One side's packets, with the raw numbers from which positions count. */
export interface MatchedSide {
  readonly columns: PacketColumns
  /** Raw sequence numbers of position 0, of client and server. */
  readonly base: readonly [client: number, server: number]
  /** What to add to its times for a first comparison, nanoseconds; NaN when that is not known. */
  readonly startNs: number
}

/** A packet at both places, or (−1) missing at one. A part of a packet when only that is meant. */
export interface PacketPair {
  readonly sender: 0 | 1
  /** Index in the client's columns. */
  readonly atClient: number
  readonly atServer: number
  /** Where in its bytes the part begins that is missing elsewhere, and how long it is; undefined for the whole. */
  readonly part: { readonly offset: number; readonly bytes: number } | undefined
}

/** One packet of one capture, in a form that does not depend on where its positions began. */
interface Segment {
  readonly index: number
  readonly sender: 0 | 1
  /** Raw sequence number of its first byte, and what it takes of the sequence space. */
  readonly from: number
  readonly length: number
  /** RFC 7323's TSval; −1 without. */
  readonly stamp: number
  readonly ipId: number
  /** What no device on the way has reason to change. PSH and the ECN bits are left out, and the window. */
  readonly key: string
}

/** A segment of which some bytes have not been found yet. */
interface Open {
  readonly segment: Segment
  /** Offsets; in order. */
  free: readonly Span[]
}

type Span = readonly [from: number, to: number]

/** Repeats of one segment are compared each with each up to so many pairs; beyond that in order. */
const MOST_COMPARED = 10_000
/** A packet may be faster by so much than the fastest of those that are known. */
const JITTER_NS = 1e6
/** Sequence numbers are looked up by so many high bits; a segment is rarely longer than what the rest counts. */
const BUCKET_BITS = 16
const BUCKETS = 2 ** (32 - BUCKET_BITS)
/** Segments of one bucket that one segment is compared with at most. */
const MOST_CANDIDATES = 500

/**
 * Matches packets: first those that are the same, then (with less) those whose timestamps a device took away, then bytes that a card on
 * one of the hosts cut or put together (TSO, GRO). What is left is missing at one place.
 */
export function matchPackets(client: MatchedSide, server: MatchedSide): PacketPair[] {
  const pairs: PacketPair[] = []
  for (const sender of [0, 1] as const) {
    const near = segmentsOf(client, sender)
    const far = segmentsOf(server, sender)
    const way: Way = {
      leastNs: NaN,
      found: (a, b) => pairs.push({ sender, atClient: a.index, atServer: b.index, part: undefined }),
      // As the clocks say: what they differ by is in all delays of one direction, and does no harm where these are compared.
      delayNs: (a, b) => {
        const differenceNs = server.columns.timeNs[b.index] + server.startNs - (client.columns.timeNs[a.index] + client.startNs)
        return sender === 0 ? differenceNs : -differenceNs
      },
    }
    let rest = matched(near, far, ({ key, ipId }) => (ipId === 0 ? '' : `${key} ${ipId}`), way)
    rest = matched(rest.near, rest.far, ({ key, stamp }) => `${key} ${stamp}`, way)
    rest = stripped(rest, way)
    pairs.push(...covered(rest.near, rest.far, sender))
  }
  return pairs
}

function segmentsOf({ columns, base }: MatchedSide, sender: 0 | 1): Segment[] {
  const segments: Segment[] = []
  for (let i = 0; i < columns.count; i++) {
    if (columns.sender[i] !== (sender === 0 ? SENDER.client : SENDER.server) || columns.icmp[i] >= 0) continue
    const from = (base[sender] + columns.pos[i]) >>> 0
    const ack = Number.isNaN(columns.ackPos[i]) ? '' : (base[1 - sender] + columns.ackPos[i]) >>> 0
    const length = sequenceLength(columns, i)
    segments.push({
      index: i,
      sender,
      from,
      length,
      stamp: columns.hasTimestamp[i] === 1 ? columns.tsVal[i] : -1,
      ipId: columns.ipId[i],
      key: `${isReset(columns, i) ? 'R' : ''} ${from} ${length} ${ack}`,
    })
  }
  return segments
}

interface Rest {
  readonly near: readonly Segment[]
  readonly far: readonly Segment[]
}

/** One direction, while its packets are matched. */
interface Way {
  /** The shortest delay so far; NaN before the first. */
  leastNs: number
  found(a: Segment, b: Segment): void
  delayNs(a: Segment, b: Segment): number
}

/** Pairs segments with the same key (an empty one never is), and gives what is left. */
function matched(near: readonly Segment[], far: readonly Segment[], keyOf: (segment: Segment) => string, way: Way): Rest {
  const groups = new Map<string, { readonly near: Segment[]; readonly far: Segment[] }>()
  for (const segment of near) {
    const key = keyOf(segment)
    if (key === '') continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { near: [segment], far: [] })
    else group.near.push(segment)
  }
  for (const segment of far) groups.get(keyOf(segment))?.far.push(segment)
  const unequal: { readonly near: Segment[]; readonly far: Segment[] }[] = []
  const done = new Set<Segment>()
  const take = (a: Segment, b: Segment): void => {
    done.add(a).add(b)
    way.found(a, b)
  }
  for (const group of groups.values()) {
    if (group.far.length === 0) continue
    if (group.near.length !== group.far.length) {
      unequal.push(group)
      continue
    }
    for (const [i, a] of group.near.entries()) {
      const delayNs = way.delayNs(a, group.far[i])
      if (!(delayNs >= way.leastNs)) way.leastNs = delayNs
      take(a, group.far[i])
    }
  }
  for (const group of unequal) matchRepeats(group, way, take)
  return { near: near.filter((segment) => !done.has(segment)), far: far.filter((segment) => !done.has(segment)) }
}

/** A segment that was repeated, and is here more often than there: which ones arrived is what makes the delays short. */
function matchRepeats({ near, far }: Rest, { leastNs, delayNs }: Way, found: Way['found']): void {
  const isNearFew = near.length < far.length
  const [few, many] = isNearFew ? [near, far] : [far, near]
  const free = [...many]
  for (const one of [...few].reverse()) {
    // Of what is equally likely the last: it is a repeat that got through after others did not.
    let best = free.length - 1
    let bestNs = Infinity
    if (few.length * many.length <= MOST_COMPARED)
      for (const [i, other] of free.entries()) {
        const ns = isNearFew ? delayNs(one, other) : delayNs(other, one)
        if (!(ns <= bestNs) || ns < leastNs - JITTER_NS) continue
        best = i
        bestNs = ns
      }
    const [other] = free.splice(best, 1)
    if (isNearFew) found(one, other)
    else found(other, one)
  }
}

/** Pairs what differs only in that one of both has no timestamp: a device on the way took the option out. */
function stripped({ near, far }: Rest, way: Way): Rest {
  const ofNear = near.filter(({ stamp }) => stamp >= 0)
  const ofFar = far.filter(({ stamp }) => stamp < 0)
  const first = matched(ofNear, ofFar, ({ key }) => key, way)
  const second = matched(
    near.filter(({ stamp }) => stamp < 0),
    far.filter(({ stamp }) => stamp >= 0),
    ({ key }) => key,
    way,
  )
  const inOrder = (a: Segment, b: Segment): number => a.index - b.index
  return { near: [...first.near, ...second.near].sort(inOrder), far: [...first.far, ...second.far].sort(inOrder) }
}

/** Pairs segments that have bytes in common, each byte once; what is not covered is missing at the other place. */
function covered(near: readonly Segment[], far: readonly Segment[], sender: 0 | 1): PacketPair[] {
  const pairs: PacketPair[] = []
  const open = near.map((segment): Open => ({ segment, free: [[0, segment.length]] }))
  const buckets = new Map<number, Open[]>()
  for (const each of open)
    for (const bucket of bucketsOf(each.segment)) {
      const list = buckets.get(bucket)
      if (list === undefined) buckets.set(bucket, [each])
      else list.push(each)
    }
  const hasPair = new Set<Segment>()
  for (const segment of far) {
    let wanted: readonly Span[] = [[0, segment.length]]
    let looked = 0
    for (const bucket of segment.length === 0 ? [] : bucketsOf(segment)) {
      for (const each of buckets.get(bucket) ?? []) {
        if (wanted.length === 0 || ++looked > MOST_CANDIDATES) break
        // A card only joins segments that have the same timestamp, and gives all pieces the one of the whole.
        if (each.free.length === 0 || each.segment.stamp !== segment.stamp) continue
        const shift = (segment.from - each.segment.from) | 0
        const common = wanted.flatMap(([from, to]) => intersection(each.free, from + shift, to + shift))
        if (common.length === 0) continue
        each.free = without(each.free, common)
        wanted = without(
          wanted,
          common.map(([from, to]) => [from - shift, to - shift]),
        )
        hasPair.add(each.segment).add(segment)
        pairs.push({ sender, atClient: each.segment.index, atServer: segment.index, part: undefined })
      }
      buckets.set(
        bucket,
        (buckets.get(bucket) ?? []).filter(({ free }) => free.length > 0),
      )
    }
    if (!hasPair.has(segment)) pairs.push({ sender, atClient: -1, atServer: segment.index, part: undefined })
    else for (const span of wanted) pairs.push({ sender, atClient: -1, atServer: segment.index, part: partOf(span) })
  }
  for (const { segment, free } of open) {
    if (!hasPair.has(segment)) pairs.push({ sender, atClient: segment.index, atServer: -1, part: undefined })
    else for (const span of free) pairs.push({ sender, atClient: segment.index, atServer: -1, part: partOf(span) })
  }
  return pairs
}

function bucketsOf({ from, length }: Segment): number[] {
  const first = from >>> BUCKET_BITS
  const last = Math.floor((from + Math.max(0, length - 1)) / 2 ** BUCKET_BITS)
  return Array.from({ length: Math.min(BUCKETS, last - first + 1) }, (_, i) => (first + i) % BUCKETS)
}

function partOf([from, to]: Span): PacketPair['part'] {
  return { offset: from, bytes: to - from }
}

function intersection(spans: readonly Span[], from: number, to: number): Span[] {
  return spans.flatMap(([a, b]): Span[] => (Math.max(a, from) < Math.min(b, to) ? [[Math.max(a, from), Math.min(b, to)]] : []))
}

function without(spans: readonly Span[], taken: readonly Span[]): readonly Span[] {
  let left = spans
  for (const [from, to] of taken)
    left = left.flatMap(([a, b]): Span[] => {
      if (to <= a || from >= b) return [[a, b]]
      const pieces: Span[] = []
      if (a < from) pieces.push([a, from])
      if (to < b) pieces.push([to, b])
      return pieces
    })
  return left
}
