/** The slow and obvious model of `segment-tracker.ts`: every byte position that was seen, in a set. For tests. */

/** A segment of one direction, in positions (first byte of data is 1). */
export interface ModelSegment {
  readonly pos: number
  readonly len: number
  readonly fin: boolean
}

/** What the model counts; the names are those of `Endpoint`. */
export interface ModelCounts {
  payloadBytes: number
  retransmitted: number
  outOfOrder: number
  gaps: number
  missingBytes: number
  nxtPos: number
}

/** Counts what the segments of one direction did, byte by byte. */
export function modelCounts(segments: readonly ModelSegment[]): ModelCounts {
  const seen = new Set<number>()
  const counts: ModelCounts = { payloadBytes: 0, retransmitted: 0, outOfOrder: 0, gaps: 0, missingBytes: 0, nxtPos: 1 }
  for (const { pos, len, fin } of segments) {
    const end = pos + len + (fin ? 1 : 0)
    const before = counts.nxtPos
    let fresh = 0
    let late = 0
    for (let at = pos; at < end; at++) {
      if (seen.has(at)) continue
      seen.add(at)
      if (at >= before) fresh++
      else late++
    }
    if (pos > before) {
      counts.gaps++
      counts.payloadBytes += len
    } else {
      counts.payloadBytes += Math.min(len, fresh + late)
      if (pos < before && late > 0) counts.outOfOrder++
      else if (pos < before && len > 0) counts.retransmitted++
    }
    counts.nxtPos = Math.max(before, end, pos)
  }
  for (let at = 1; at < counts.nxtPos; at++) if (!seen.has(at)) counts.missingBytes++
  return counts
}
