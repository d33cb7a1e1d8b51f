/** Reads captures in tests: runs a reader over bytes, cut as asked, and keeps copies of what it hands over. */

import { DetectingReader } from '../src/core/capture/format.ts'
import type { CaptureInfo, CaptureReader, RecordSink } from '../src/core/capture/record.ts'

/** A copy of a record, and of its bytes. */
export interface KeptRecord {
  readonly data: Uint8Array
  readonly wireLen: number
  readonly timeNs: number
  readonly linkType: number
  readonly interfaceIndex: number
  readonly direction: number
}

/** All that a reader said about an input. */
export interface ReadResult {
  readonly records: KeptRecord[]
  readonly info: CaptureInfo
  /** The code of each problem. */
  readonly codes: string[]
}

/** Reads `bytes` in chunks of the sizes in `cuts`, which repeat; no cuts is one chunk. */
export function readRecords(
  bytes: Uint8Array,
  cuts: readonly number[] = [],
  makeReader: (sink: RecordSink) => CaptureReader = (sink) => new DetectingReader(sink),
): ReadResult {
  const records: KeptRecord[] = []
  const reader = makeReader((record) => {
    const { wireLen, timeNs, linkType, interfaceIndex, direction } = record
    const data = record.bytes.slice(record.from, record.from + record.capLen)
    records.push({ data, wireLen, timeNs, linkType, interfaceIndex, direction })
  })
  let at = 0
  for (let i = 0; at < bytes.length; i++) {
    const size = cuts.length === 0 ? bytes.length : Math.max(1, cuts[i % cuts.length])
    reader.push(bytes.slice(at, at + size))
    at += size
  }
  reader.end()
  return { records, info: reader.info, codes: reader.info.problems.map((problem) => problem.code) }
}
