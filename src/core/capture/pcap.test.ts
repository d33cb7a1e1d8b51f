/** Tests of the pcap reader: every variant, every damage. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildPcap, concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'
import { HeapRoom } from '../bytes/room.ts'
import { LINK_TYPE } from './link-type.ts'
import { PcapReader } from './pcap.ts'
import { DIRECTION, PacketRecord, type RecordSink } from './record.ts'
import type { RecordScan, ScanFormat } from './record-scan.ts'

const PACKETS = [
  { seconds: 1_700_000_000, fraction: 999_999, data: someBytes(60) },
  { seconds: 1_700_000_001, fraction: 1, data: someBytes(5, 100), wireLen: 1500 },
  { seconds: 1_699_999_999, fraction: 0, data: someBytes(0) },
]

function read(bytes: Uint8Array, cuts: readonly number[] = []) {
  return readRecords(bytes, cuts, (sink) => new PcapReader(sink))
}

test('a pcap file gives its packets, with times from the first on', () => {
  const { records, info } = read(buildPcap(PACKETS))
  assert.deepEqual(
    records.map((each) => each.data),
    PACKETS.map((each) => each.data),
  )
  assert.deepEqual(
    records.map((each) => each.wireLen),
    [60, 1500, 0],
  )
  assert.deepEqual(
    records.map((each) => each.timeNs),
    [0, 2000, -1_999_999_000],
  )
  assert.equal(info.startNs, 1_700_000_000_999_999_000n)
  assert.deepEqual(info.interfaces, [{ name: '', linkType: LINK_TYPE.ethernet, snaplen: 65535, dropped: undefined, timeDigits: 6 }])
  assert.deepEqual(info.problems, [])
})

test('byte order, unit, and header variant change nothing but the bytes', () => {
  const usual = read(buildPcap(PACKETS)).records
  const nanoseconds = PACKETS.map((each) => ({ ...each, fraction: each.fraction * 1000 }))
  const variants = {
    'big-endian': buildPcap(PACKETS, { isBigEndian: true }),
    nanoseconds: buildPcap(nanoseconds, { magic: 0xa1b23c4d }),
    'big-endian nanoseconds': buildPcap(nanoseconds, { magic: 0xa1b23c4d, isBigEndian: true }),
    'IXIA hardware': buildPcap(nanoseconds, { magic: 0x1c0001ac, fileHeaderRest: someBytes(4) }),
    'IXIA software': buildPcap(nanoseconds, { magic: 0x1c0001ab, fileHeaderRest: someBytes(4), isBigEndian: true }),
    'version 2.2, lengths swapped': buildPcap(PACKETS, { version: [2, 2], hasSwappedLengths: true }),
    'version 543.0, lengths swapped': buildPcap(PACKETS, { version: [543, 0], hasSwappedLengths: true }),
    'version 2.3, lengths swapped': buildPcap(PACKETS, { version: [2, 3], hasSwappedLengths: true }),
    'version 2.3, lengths not swapped': buildPcap(PACKETS, { version: [2, 3] }),
  }
  for (const [name, bytes] of Object.entries(variants)) {
    const { records, codes } = read(bytes)
    assert.deepEqual(records, usual, name)
    assert.deepEqual(codes, [], name)
  }
})

test('the modified format says which packets the host sent', () => {
  for (const [packetType, direction] of [
    [0, DIRECTION.in],
    [4, DIRECTION.out],
  ] as const) {
    const recordHeaderRest = Uint8Array.of(2, 0, 0, 0, 8, 0, packetType, 0)
    const { records } = read(buildPcap(PACKETS, { magic: 0xa1b2cd34, recordHeaderRest }))
    assert.deepEqual(
      records.map((each) => each.data),
      PACKETS.map((each) => each.data),
    )
    assert.deepEqual(
      records.map((each) => each.direction),
      [direction, direction, direction],
    )
  }
})

test('the link type has 26 bits, and raw IP has several numbers', () => {
  const linkTypeOf = (network: number) => read(buildPcap(PACKETS, { network })).records[0]?.linkType
  assert.equal(linkTypeOf(0x24000001), LINK_TYPE.ethernet)
  assert.equal(linkTypeOf(276), LINK_TYPE.linuxSll2)
  assert.deepEqual([12, 14, 101].map(linkTypeOf), [LINK_TYPE.raw, LINK_TYPE.raw, LINK_TYPE.raw])
})

test('a record longer than the snapshot length is cut to it', () => {
  const { records, codes } = read(buildPcap(PACKETS, { snaplen: 10 }))
  assert.deepEqual(
    records.map((each) => each.data),
    [someBytes(10), someBytes(5, 100), someBytes(0)],
  )
  assert.deepEqual(
    records.map((each) => each.wireLen),
    [60, 1500, 0],
  )
  assert.deepEqual(codes, [])
})

test('no snapshot length, and an impossible one, mean no limit', () => {
  for (const snaplen of [0, 2 ** 31, 0xffffffff]) {
    const { records, info } = read(buildPcap(PACKETS, { snaplen }))
    assert.deepEqual(records[0]?.data, someBytes(60))
    assert.equal(info.interfaces[0]?.snaplen, 0)
  }
})

test('a packet is never longer in the file than on the wire', () => {
  const { records } = read(buildPcap([{ seconds: 0, fraction: 0, data: someBytes(60), wireLen: 20 }]))
  assert.equal(records[0]?.wireLen, 60)
})

test('nonsense in the fraction of a second counts as it stands', () => {
  const { records, info } = read(
    buildPcap([
      { seconds: 5, fraction: 0xffffffff, data: someBytes(1) },
      { seconds: 6, fraction: 2_000_000, data: someBytes(1) },
    ]),
  )
  assert.equal(info.startNs, 5_000_000_000n + 0xffffffffn * 1000n)
  assert.equal(records[1]?.timeNs, 8e9 - (5e9 + 0xffffffff * 1000))
})

test('times are exact to the nanosecond over 104 days', () => {
  const { records } = read(
    buildPcap(
      [
        { seconds: 1, fraction: 999_999_999, data: someBytes(1) },
        { seconds: 9_000_001, fraction: 1, data: someBytes(1) },
      ],
      { magic: 0xa1b23c4d },
    ),
  )
  assert.equal(records[1]?.timeNs, 8_999_999_000_000_002)
})

test('a record that claims gigabytes ends the reading with one problem at its offset', () => {
  const good = buildPcap(PACKETS)
  for (const claim of [262_145, 0x7fffffff, 0xffffffff]) {
    const bad = concatenate(
      good,
      Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0]),
      new Uint8Array(Uint32Array.of(claim, claim).buffer),
      someBytes(99),
    )
    const { records, info } = read(bad)
    assert.equal(records.length, 3)
    assert.deepEqual(
      info.problems.map(({ code, offset }) => ({ code, offset })),
      [{ code: 'bad-length', offset: good.length }],
    )
    assert.match(info.problems[0].message, new RegExp(`^Packet 4 at byte ${good.length} claims ${claim} captured bytes.*\\.$`))
  }
})

test('a file cut at any byte keeps the packets before, and says where', () => {
  const whole = buildPcap(PACKETS)
  const ends = [24, 24 + 16 + 60, 24 + 16 + 60 + 16 + 5, whole.length]
  for (let length = 0; length < whole.length; length++) {
    const { records, info } = read(whole.subarray(0, length))
    const complete = ends.filter((end) => end <= length).length
    assert.equal(records.length, Math.max(0, complete - 1))
    if (length === 0) assert.deepEqual(info.problems, [{ code: 'empty-file', offset: 0, message: 'The input is empty.' }])
    else if (ends.includes(length)) assert.deepEqual(info.problems, [])
    else {
      assert.deepEqual(
        info.problems.map((each) => each.code),
        ['truncated-file'],
      )
      assert.equal(info.problems[0].offset, complete === 0 ? length : ends[complete - 1])
    }
  }
})

test('unknown versions and magic numbers are problems', () => {
  assert.deepEqual(read(buildPcap(PACKETS, { version: [1, 4] })).codes, ['unsupported-version'])
  assert.deepEqual(read(buildPcap(PACKETS, { version: [2, 5] })).codes, ['unsupported-version'])
  assert.deepEqual(read(buildPcap(PACKETS, { magic: 0xa1b2c3d5 })).codes, ['bad-magic'])
})

test('a packet larger than the buffer, in small chunks', () => {
  const large = [{ seconds: 0, fraction: 0, data: new Uint8Array(262_144).fill(7) }, ...PACKETS]
  const bytes = buildPcap(large, { snaplen: 0 })
  const { records } = read(bytes, [1000])
  assert.deepEqual(
    records.map((each) => each.data.length),
    [262_144, 60, 5, 0],
  )
})

test('however the bytes are cut, the records are the same', () => {
  const packets = fc.array(
    fc.record({
      seconds: fc.nat(),
      fraction: fc.nat(),
      data: fc.uint8Array({ maxLength: 100 }),
      wireLen: fc.nat(100),
    }),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(packets, fc.boolean(), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (some, isBigEndian, cuts) => {
      const bytes = buildPcap(some, { isBigEndian })
      assert.deepEqual(read(bytes, cuts), read(bytes))
    }),
  )
})

/** Takes every whole record of which all was captured, but no more than `most` in one go, and not one of `odd` bytes. */
function eagerScan(most: number, odd: number, sink: RecordSink): RecordScan {
  const room = new HeapRoom()
  const record = new PacketRecord()
  const scan = {
    room,
    taken: 0,
    take(start: number, end: number, format: ScanFormat): number {
      const { bytes, view } = room
      const word = (at: number): number => view.getUint32(at, format.littleEndian)
      let at = start
      for (scan.taken = 0; scan.taken < most && end - at >= 16; scan.taken++) {
        const capLen = word(at + 8)
        const wireLen = word(at + 12)
        if (capLen > format.mostCaptured || capLen > wireLen || capLen > end - at - 16 || capLen === odd) break
        const timeNs = (word(at) - format.startHigh) * 1e9 + (word(at + 4) * format.nsPerUnit - format.startRestNs)
        sink(Object.assign(record, { bytes, view, linkType: format.linkType, from: at + 16, capLen, wireLen, statedWireLen: -1, timeNs }))
        at += 16 + capLen
      }
      return at
    },
  }
  return scan
}

test('a record that cannot be is told once, with and without a scan', () => {
  const bytes = buildPcap([0, 1].map((seconds) => ({ seconds, fraction: 0, data: new Uint8Array(4), wireLen: 4 })))
  new DataView(bytes.buffer).setUint32(24 + 20 + 8, 0x40000000, true)
  const problems = [undefined, 1, 1e9].map((most) => {
    const sink = (): void => undefined
    const reader = new PcapReader(sink, most === undefined ? undefined : eagerScan(most, -1, sink))
    reader.push(bytes)
    reader.end()
    return reader.info.problems
  })
  assert.equal(problems[0].length, 1)
  assert.deepEqual(problems, [problems[0], problems[0], problems[0]])
})

test('what a scan takes, and what it leaves, are the same records in the same order', () => {
  const packet = fc.record({ seconds: fc.nat(), fraction: fc.nat(), data: fc.uint8Array({ maxLength: 30 }), wireLen: fc.nat(40) })
  const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 })
  const scans = fc.tuple(fc.constantFrom(0, 1, 7, 1e9), fc.nat(30))
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 1500, size: 'max' }), fc.boolean(), cuts, scans, (some, isBigEndian, sizes, [most, odd]) => {
      const bytes = buildPcap(some, { isBigEndian, snaplen: 25 })
      const scanned = readRecords(bytes, sizes, (sink) => new PcapReader(sink, eagerScan(most, odd, sink)))
      assert.deepEqual(scanned, read(bytes))
    }),
    { numRuns: 30 },
  )
})

test('any bytes after a good header do not make the reader throw', () => {
  const header = buildPcap([])
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (rest) => {
      read(concatenate(header, rest))
      read(rest)
    }),
  )
})
