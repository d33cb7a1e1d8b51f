/** The segments of one direction in the order of their bytes: what was sent when, and how often. */

/** A run of bytes as it was first seen, and how it was sent last. */
export interface SentSegment {
  readonly pos: number
  readonly end: number
  readonly frame: number
  readonly timeNs: number
  readonly tsVal: number
  readonly hasTimestamp: boolean
  readonly ipId: number
  /** Bytes that its receiver's window did not allow. */
  readonly exceeds: boolean
  /** Its timestamp was older than the latest of its sender: the receiver drops it (RFC 7323 §5.3). */
  readonly isStale: boolean
  lastFrame: number
  lastTimeNs: number
  lastTsVal: number
  lastIpId: number
  sends: number
}

/** Acknowledged segments that are remembered: a repeat of older ones is still known as one, without its frame. */
const MOST_ACKED = 256
/** Unacknowledged ones, bounded against a capture of one direction only: far more than any window holds in segments. */
const MOST_UNACKED = 65_536
/** All together; beyond, each direction keeps few. */
const MOST_TOGETHER = 1_000_000
const MOST_UNACKED_IN_NEED = 1024

/** How many segments all directions together remember. */
export interface SegmentCount {
  segments: number
}

/** Ordered by position; holes are not in it. */
export class SentSegments {
  readonly #count: SegmentCount
  #segments: SentSegment[] = []

  constructor(count: SegmentCount) {
    this.#count = count
  }

  /** Takes a segment of new bytes, or one that fills a hole. */
  add(segment: SentSegment, ackPos: number): void {
    const list = this.#segments
    this.#count.segments++
    const last = list.at(-1)
    if (last === undefined || segment.pos >= last.pos) list.push(segment)
    else list.splice(this.#firstEndingAfter(segment.pos), 0, segment)
    // Trimmed in bulk, so that it costs nothing per segment.
    if (list.length > MOST_ACKED * 2) {
      const acked = Math.min(this.#firstEndingAfter(ackPos), list.length)
      const most = this.#count.segments > MOST_TOGETHER ? MOST_UNACKED_IN_NEED : MOST_UNACKED
      const surplus = Math.max(acked - MOST_ACKED, list.length - most)
      if (surplus >= MOST_ACKED) {
        this.#segments = list.slice(surplus)
        this.#count.segments -= surplus
      }
    }
  }

  /** The first segment with bytes in [from, to), or undefined. */
  overlapping(from: number, to: number): SentSegment | undefined {
    const found = this.#segments[this.#firstEndingAfter(from)]
    return found !== undefined && found.pos < to ? found : undefined
  }

  /** All segments with bytes in [from, to). */
  *allOverlapping(from: number, to: number): Generator<SentSegment> {
    const list = this.#segments
    for (let i = this.#firstEndingAfter(from); i < list.length && list[i].pos < to; i++) yield list[i]
  }

  /** The segment that ends at or around `end`: the one with the byte before it. */
  holding(end: number): SentSegment | undefined {
    return this.overlapping(end - 1, end)
  }

  /** Forgets all of them. */
  clear(): void {
    this.#count.segments -= this.#segments.length
    this.#segments = []
  }

  #firstEndingAfter(position: number): number {
    const list = this.#segments
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (list[middle].end > position) high = middle
      else low = middle + 1
    }
    return low
  }
}
