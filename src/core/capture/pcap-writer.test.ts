/** Tests of the pcap writer: what it writes, the reader and tcpdump read. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildPcap, concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'
import { PcapWriter } from './pcap-writer.ts'
import { PacketRecord } from './record.ts'

function recordOf(data: Uint8Array, timeNs: number, wireLen = data.length, linkType = 1): PacketRecord {
  const record = new PacketRecord()
  // In the middle of other bytes, as readers have it.
  record.bytes = concatenate(someBytes(3), data, someBytes(3))
  record.view = new DataView(record.bytes.buffer)
  record.from = 3
  record.capLen = data.length
  record.wireLen = wireLen
  record.timeNs = timeNs
  record.linkType = linkType
  return record
}

function written(write: (writer: PcapWriter) => void, options?: ConstructorParameters<typeof PcapWriter>[1]): Uint8Array {
  const pieces: Uint8Array[] = []
  const writer = new PcapWriter((bytes) => pieces.push(bytes.slice()), options)
  write(writer)
  writer.end()
  return concatenate(...pieces)
}

test('whole microseconds make the usual file', () => {
  const bytes = written((writer) => {
    writer.write(recordOf(someBytes(60), 0, 1500), 1_700_000_000_000_001_000n)
    writer.write(recordOf(someBytes(0), -2000), 1_700_000_000_000_001_000n)
  })
  const expected = [
    { seconds: 1_700_000_000, fraction: 1, data: someBytes(60), wireLen: 1500 },
    { seconds: 1_699_999_999, fraction: 999_999, data: someBytes(0) },
  ]
  assert.deepEqual(bytes, buildPcap(expected, { snaplen: 262_144 }))
})

test('one time with nanoseconds makes a file with nanoseconds', () => {
  const bytes = written((writer) => {
    writer.write(recordOf(someBytes(1), 0), 5_000_000_000n)
    writer.write(recordOf(someBytes(1), 1), 5_000_000_000n)
  })
  const expected = [
    { seconds: 5, fraction: 0, data: someBytes(1) },
    { seconds: 5, fraction: 1, data: someBytes(1) },
  ]
  assert.deepEqual(bytes, buildPcap(expected, { snaplen: 262_144, magic: 0xa1b23c4d }))
})

test('nanoseconds that come too late are rounded down and counted', () => {
  const bytes = written(
    (writer) => {
      writer.write(recordOf(someBytes(1), 1999), 0n)
      assert.equal(writer.roundedTimes, 1)
    },
    { unit: 'microseconds' },
  )
  assert.deepEqual(bytes, buildPcap([{ seconds: 0, fraction: 1, data: someBytes(1) }], { snaplen: 262_144 }))
})

test('a packet of another link type is refused, and the file stays as it was', () => {
  const alone = written((writer) => void writer.write(recordOf(someBytes(9), 0), 0n))
  const refused = written((writer) => {
    assert.equal(writer.write(recordOf(someBytes(9), 0), 0n), undefined)
    const refusal = writer.write(recordOf(someBytes(9), 0, 9, 101), 0n)
    assert.deepEqual(refusal, { reason: 'other-link-type', expected: 1, found: 101 })
  })
  assert.deepEqual(refused, alone)
})

test('no packets make a file with a header', () => {
  assert.deepEqual(
    written(() => {}),
    buildPcap([], { snaplen: 262_144 }),
  )
  assert.deepEqual(
    written(() => {}, { unit: 'microseconds', linkType: 101 }),
    buildPcap([], { snaplen: 262_144, network: 101 }),
  )
})

test('a packet without a time, or from before 1970, gets one that can be written', () => {
  const { records, info } = readRecords(
    written((writer) => {
      writer.write(recordOf(someBytes(1), NaN), 7n)
      writer.write(recordOf(someBytes(1), -9), 7n)
    }),
  )
  assert.equal(info.startNs, 7n)
  assert.deepEqual(
    records.map((each) => each.timeNs),
    [0, -7],
  )
})

test('what is written is read again', () => {
  const packet = fc.record({ data: fc.uint8Array(), timeNs: fc.nat(), more: fc.nat(2000) }, { noNullPrototype: true })
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1 }), (packets) => {
      const { records, info } = readRecords(
        written((writer) => {
          for (const { data, timeNs, more } of packets) writer.write(recordOf(data, timeNs, data.length + more), 10n ** 18n)
        }),
      )
      const startNs = Number(info.startNs! - 10n ** 18n)
      const again = records.map(({ data, timeNs, wireLen }) => ({ data, timeNs: timeNs + startNs, more: wireLen - data.length }))
      assert.deepEqual(again, packets)
    }),
  )
})
