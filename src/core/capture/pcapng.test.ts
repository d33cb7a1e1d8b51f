/** Tests of the pcapng reader: blocks of every kind, clocks of every unit, every damage. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PcapngBlocks, concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'
import { LINK_TYPE } from './link-type.ts'
import { PcapngReader } from './pcapng.ts'
import { DIRECTION } from './record.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const little = new PcapngBlocks()
const big = new PcapngBlocks(true)

function read(bytes: Uint8Array, cuts: readonly number[] = []) {
  return readRecords(bytes, cuts, (sink) => new PcapngReader(sink))
}

/** Reads one packet stamped with `units`, and one that gives the start. */
function timesOf(resolution: number, stamps: readonly bigint[], offsetSeconds = 0n) {
  const options = [
    [9, Uint8Array.of(resolution)],
    [14, little.words().u64(offsetSeconds).whole()],
  ] as const
  const packets = stamps.map((units) => little.packet(0, units, someBytes(4)))
  const { records, info } = read(concatenate(little.section(), little.interface(1, options), ...packets))
  return { startNs: info.startNs, timesNs: records.map((each) => each.timeNs) }
}

test('packets of several interfaces and link types, in both byte orders', () => {
  for (const blocks of [little, big]) {
    const bytes = concatenate(
      blocks.section([[4, ascii('a test')]]),
      blocks.interface(LINK_TYPE.ethernet, [[2, ascii('eth0')]], 65535),
      blocks.interface(LINK_TYPE.raw, [
        [2, ascii('tun0\0')],
        [9, Uint8Array.of(9)],
      ]),
      blocks.packet(1, 5_000_000_001n, someBytes(7)),
      blocks.packet(0, 5_000_003n, someBytes(60), [], 1500),
    )
    const { records, info } = read(bytes)
    assert.deepEqual(records, [
      { data: someBytes(7), wireLen: 7, timeNs: 0, linkType: LINK_TYPE.raw, interfaceIndex: 1, direction: DIRECTION.unknown },
      { data: someBytes(60), wireLen: 1500, timeNs: 2999, linkType: LINK_TYPE.ethernet, interfaceIndex: 0, direction: DIRECTION.unknown },
    ])
    assert.equal(info.startNs, 5_000_000_001n)
    assert.deepEqual(
      info.interfaces.map(({ name, linkType, snaplen }) => ({ name, linkType, snaplen })),
      [
        { name: 'eth0', linkType: LINK_TYPE.ethernet, snaplen: 65535 },
        { name: 'tun0', linkType: LINK_TYPE.raw, snaplen: 0 },
      ],
    )
    assert.deepEqual(info.problems, [])
  }
})

test('a new section has its own interfaces and may change the byte order', () => {
  const { records, info } = read(
    concatenate(
      little.section(),
      little.interface(1),
      little.packet(0, 1n, someBytes(1)),
      big.section(),
      big.interface(101),
      big.packet(0, 2n, someBytes(2)),
      little.section(),
      little.packet(0, 2n, someBytes(2)),
    ),
  )
  assert.deepEqual(
    records.map((each) => [each.interfaceIndex, each.linkType]),
    [
      [0, 1],
      [1, 101],
    ],
  )
  assert.deepEqual(
    info.problems.map((each) => each.code),
    ['bad-block'],
  )
})

test('time stamps of every unit, to the nanosecond', () => {
  assert.deepEqual(timesOf(6, [1_700_000_000_000_001n, 1_700_000_000_000_003n]), {
    startNs: 1_700_000_000_000_001_000n,
    timesNs: [0, 2000],
  })
  assert.deepEqual(timesOf(0, [1_700_000_000n, 1_699_999_999n]), { startNs: 1_700_000_000_000_000_000n, timesNs: [0, -1e9] })
  assert.deepEqual(timesOf(9, [1_700_000_000_000_000_001n, 1_700_000_000_000_000_003n]), {
    startNs: 1_700_000_000_000_000_001n,
    timesNs: [0, 2],
  })
  // Picoseconds are cut to nanoseconds.
  assert.deepEqual(timesOf(12, [1_700_000_000_001_999n, 1_700_000_000_003_000n]), { startNs: 1_700_000_000_001n, timesNs: [0, 2] })
  // The top bit: 2^-10 and 2^-63 of a second.
  assert.deepEqual(timesOf(0x8a, [1024n * 1000n, 1024n * 1000n + 1n]), { startNs: 1_000_000_000_000n, timesNs: [0, 976_562] })
  assert.deepEqual(timesOf(0xbf, [1n << 63n, (1n << 64n) - 1n]), { startNs: 1_000_000_000n, timesNs: [0, 999_999_999] })
  assert.deepEqual(timesOf(6, [1_000_000n, 1_000_001n], 1_699_999_999n), { startNs: 1_700_000_000_000_000_000n, timesNs: [0, 1000] })
  assert.deepEqual(timesOf(6, [1_000_000n], -1n), { startNs: 0n, timesNs: [0] })
})

test('a clock of another unit that starts between two of its units is exact too', () => {
  const { records } = read(
    concatenate(
      little.section(),
      little.interface(1, [[9, Uint8Array.of(9)]]),
      little.packet(0, 1_000_000_999n, someBytes(1)),
      little.interface(1, [[9, Uint8Array.of(6)]]),
      little.packet(1, 1_000_000n, someBytes(1)),
      little.interface(1, [[9, Uint8Array.of(0x81)]]),
      little.packet(2, 3n, someBytes(1)),
    ),
  )
  assert.deepEqual(
    records.map((each) => each.timeNs),
    [0, -999, 499_999_001],
  )
})

test('the obsolete packet block and the simple one', () => {
  const { records, info } = read(
    concatenate(
      little.section(),
      little.interface(1, [], 10),
      little.obsoletePacket(0, 7n, someBytes(9)),
      little.simplePacket(someBytes(10), 60),
      little.simplePacket(someBytes(3)),
    ),
  )
  assert.deepEqual(
    records.map((each) => [each.data, each.wireLen, each.timeNs]),
    [
      [someBytes(9), 9, 0],
      [someBytes(10), 60, NaN],
      [someBytes(3), 3, NaN],
    ],
  )
  assert.equal(info.startNs, 7000n)
})

test('directions, drops, comments and names', () => {
  const flags = (word: number) => [2, little.words().u32(word).whole()] as const
  const names = little
    .words()
    .u16(1)
    .u16(4 + 2)
    .bytes(Uint8Array.of(192, 0, 2, 1))
    .bytes(ascii('a\0'))
    .pad()
    .u32(0)
    .whole()
  const reader: PcapngReader[] = []
  const { records, info } = readRecords(
    concatenate(
      little.section([[1, Uint8Array.of(0xe4, 0xbd, 0xa0)]]),
      little.interface(1),
      little.interface(1),
      little.packet(0, 1n, someBytes(1), [flags(1), [1, ascii('first')]]),
      little.packet(0, 1n, someBytes(1), [flags(0xfffffffe), [4, little.words().u64(3n).whole()]]),
      little.packet(0, 1n, someBytes(1), [flags(0), [4, little.words().u64(4n).whole()]]),
      little.block(4, names),
      little.block(0x0bad, someBytes(40)),
      little.statistics(1, [[5, little.words().u64(11n).whole()]]),
    ),
    [],
    (sink) => {
      const made = new PcapngReader(sink)
      reader.push(made)
      return made
    },
  )
  assert.deepEqual(
    records.map((each) => each.direction),
    [DIRECTION.in, DIRECTION.out, DIRECTION.unknown],
  )
  assert.deepEqual(
    info.interfaces.map((each) => each.dropped),
    [7, 11],
  )
  assert.deepEqual(info.comments, [
    { packet: 0, text: '你' },
    { packet: 1, text: 'first' },
  ])
  assert.deepEqual([...reader[0].resolvedNames], [['192.0.2.1', 'a']])
  assert.deepEqual(info.problems, [])
})

test('broken blocks end the reading with one problem at their offset', () => {
  const start = concatenate(little.section(), little.interface(1), little.packet(0, 1n, someBytes(5)))
  const withLength = (block: Uint8Array, at: number, value: number) => {
    const copy = block.slice()
    new DataView(copy.buffer).setUint32(at, value, true)
    return copy
  }
  const packet = little.packet(0, 1n, someBytes(5))
  const broken = {
    'length not divisible by 4': withLength(packet, 4, 41),
    'length of 4 GiB': withLength(packet, 4, 0xfffffffc),
    'length below a block': withLength(packet, 4, 8),
    'other length behind': withLength(packet, packet.length - 4, 44),
    'unknown interface': little.packet(9, 1n, someBytes(5)),
    'captured more than the block': withLength(packet, 20, 4000),
    'captured more than sane': withLength(packet, 20, 0xffffffff),
    'short packet': little.block(6, someBytes(8)),
    'short simple packet': little.block(3, new Uint8Array(0)),
    'simple packet beyond its block': little.simplePacket(someBytes(4), 400),
    'short interface': little.block(1, someBytes(4)),
    'short statistics': little.block(5, someBytes(4)),
    'statistics of nothing': little.statistics(5, []),
    'short section': little.block(0x0a0d0d0a, little.words().u32(0x1a2b3c4d).whole()),
    'section without byte order': little.block(0x0a0d0d0a, someBytes(16)),
  }
  for (const [name, block] of Object.entries(broken)) {
    const { records, info } = read(concatenate(start, block, packet))
    assert.equal(records.length, 1, name)
    assert.deepEqual(
      info.problems.map(({ code, offset }) => [code, offset]),
      [['bad-block', start.length]],
      name,
    )
  }
  assert.deepEqual(read(concatenate(little.section([], [2, 0]), packet)).codes, ['unsupported-version'])
  assert.deepEqual(read(packet).codes, ['bad-block'])
})

test('a file cut at any byte keeps the packets before, and says where', () => {
  const blocks = [little.section(), little.interface(1), little.packet(0, 1n, someBytes(5)), little.packet(0, 2n, someBytes(6))]
  const whole = concatenate(...blocks)
  const ends = blocks.map((_, i) => concatenate(...blocks.slice(0, i + 1)).length)
  for (let length = 0; length < whole.length; length++) {
    const { records, info } = read(whole.subarray(0, length))
    const complete = ends.filter((end) => end <= length).length
    assert.equal(records.length, Math.max(0, complete - 2))
    if (length === 0)
      assert.deepEqual(
        info.problems.map((each) => each.code),
        ['empty-file'],
      )
    else if (ends.includes(length)) assert.deepEqual(info.problems, [])
    else
      assert.deepEqual(
        info.problems.map(({ code, offset }) => [code, offset]),
        [['truncated-file', complete === 0 ? 0 : ends[complete - 1]]],
      )
  }
})

test('comments are bounded', () => {
  const comment = little.packet(0, 1n, someBytes(1), [[1, new Uint8Array(60_000).fill(97)]])
  const { info } = read(concatenate(little.section(), little.interface(1), comment))
  assert.equal(info.comments[0]?.text.length, 4096)
})

test('however the bytes are cut, the records are the same', () => {
  const packets = fc.array(fc.tuple(fc.nat(1), fc.bigInt(0n, (1n << 64n) - 1n), fc.uint8Array({ maxLength: 70 })), { maxLength: 20 })
  fc.assert(
    fc.property(packets, fc.boolean(), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (some, isBigEndian, cuts) => {
      const blocks = new PcapngBlocks(isBigEndian)
      const bytes = concatenate(
        blocks.section(),
        blocks.interface(1),
        blocks.interface(101, [[9, Uint8Array.of(9)]]),
        ...some.map(([id, units, data]) => blocks.packet(id, units, data)),
      )
      assert.deepEqual(read(bytes, cuts), read(bytes))
    }),
  )
})

test('any blocks and any bytes do not make the reader throw', () => {
  const block = fc.tuple(fc.nat(7), fc.uint8Array({ maxLength: 80 })).map(([type, body]) => little.block(type, body))
  fc.assert(
    fc.property(fc.array(fc.oneof(block, fc.uint8Array({ maxLength: 9 }))), (blocks) => {
      read(concatenate(little.section(), little.interface(1), ...blocks))
    }),
  )
})
