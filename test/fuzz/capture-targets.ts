/** Fuzz targets of the capture readers: any bytes are read without a throw, alike however they are cut, and with sane records. */

import assert from 'node:assert/strict'
import { DetectingReader } from '../../src/core/capture/format.ts'
import { PcapReader } from '../../src/core/capture/pcap.ts'
import { PcapngReader } from '../../src/core/capture/pcapng.ts'
import type { CaptureReader, RecordSink } from '../../src/core/capture/record.ts'
import type { FuzzTarget } from './fuzzer.ts'

/** What a reader made of some bytes, as text that can be compared. */
function storyOf(bytes: Uint8Array, chunkBytes: number, makeReader: (sink: RecordSink) => CaptureReader): string {
  const lines: string[] = []
  const reader = makeReader((record) => {
    const { from, capLen, wireLen, timeNs, linkType, interfaceIndex } = record
    assert.ok(from >= 0 && capLen >= 0 && from + capLen <= record.bytes.length, 'a record lies in its buffer')
    assert.ok(wireLen >= capLen, 'a record is not longer than its packet')
    assert.ok(record.view.buffer === record.bytes.buffer && record.view.byteOffset === record.bytes.byteOffset, 'the view shows the bytes')
    assert.ok(reader.info.interfaces[interfaceIndex] !== undefined || reader.info.format !== 'pcapng', 'its interface is known')
    let sum = 0
    for (let i = from; i < from + capLen; i++) sum = (Math.imul(sum, 31) + record.bytes[i]) | 0
    lines.push([capLen, wireLen, timeNs, linkType, interfaceIndex, record.direction, record.known, sum].join(' '))
  })
  for (let at = 0; at < bytes.length && !reader.done; at += chunkBytes) reader.push(bytes.slice(at, at + chunkBytes))
  reader.end()
  const { startNs, problems, comments, interfaces } = reader.info
  for (const { offset, message } of problems) {
    assert.ok(offset >= 0 && offset <= bytes.length, 'a problem lies in the input')
    assert.match(message, /^[^\n]+\.$/, 'a problem is one sentence')
  }
  return JSON.stringify([String(startNs), lines, problems, comments, interfaces.length])
}

function targetOf(makeReader: (sink: RecordSink) => CaptureReader): FuzzTarget {
  return (bytes) => {
    const whole = storyOf(bytes, Math.max(1, bytes.length), makeReader)
    assert.equal(storyOf(bytes, 7, makeReader), whole)
  }
}

/** The target of each reader by itself, and of the detection with all readers behind it. */
export const CAPTURE_TARGETS: { readonly [name: string]: FuzzTarget } = {
  pcap: targetOf((sink) => new PcapReader(sink)),
  pcapng: targetOf((sink) => new PcapngReader(sink)),
  'any format': targetOf((sink) => new DetectingReader(sink)),
}
