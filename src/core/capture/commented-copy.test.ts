/** Tests of commented copies: what is not a packet with a comment is in the copy byte for byte, and other formats become pcapng. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PcapngBlocks, buildPcap, concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'
import { CommentedCopy, type CopyPlan } from './commented-copy.ts'

const PLAN: CopyPlan = { comments: [], commentsOn: () => [], accepts: () => true }

function copyOf(bytes: Uint8Array, plan: Partial<CopyPlan>, chunkBytes = 7): { readonly bytes: Uint8Array; readonly copy: CommentedCopy } {
  const pieces: Uint8Array[] = []
  const copy = new CommentedCopy((piece) => pieces.push(piece.slice()), { ...PLAN, ...plan })
  for (let at = 0; at < bytes.length; at += chunkBytes) copy.reader.push(bytes.subarray(at, at + chunkBytes))
  copy.reader.end()
  copy.finish()
  return { bytes: concatenate(...pieces), copy }
}

/** Blocks that no packet is in: names, statistics, secrets, a custom block, one that nobody knows. */
function others(blocks: PcapngBlocks): Uint8Array[] {
  return [
    blocks.block(4, blocks.words().u16(1).u16(6).bytes(someBytes(6)).pad().u32(0).whole()),
    blocks.statistics(0, [[5, blocks.words().u64(3n).whole()]]),
    blocks.block(10, blocks.words().u32(0x544c534b).u32(5).bytes(someBytes(5)).whole()),
    blocks.block(0xbad, someBytes(12)),
    blocks.block(0x7000_0001, someBytes(20)),
  ]
}

test('a pcapng input is copied block by block, in both byte orders, and only packets with a comment change', () => {
  for (const isBigEndian of [false, true]) {
    const blocks = new PcapngBlocks(isBigEndian)
    const [head, face] = [blocks.section([[1, someBytes(3)]]), blocks.interface(1, [[2, someBytes(4)]])]
    const packets = [
      blocks.packet(0, 1n, someBytes(5), [[1, Uint8Array.of(111, 108, 100)]]),
      blocks.obsoletePacket(0, 2n, someBytes(8)),
      blocks.packet(0, 3n, someBytes(9)),
    ]
    const input = concatenate(head, face, packets[0], ...others(blocks), packets[1], packets[2], head, face, packets[2])
    const plain = copyOf(input, {})
    assert.deepEqual(plain.bytes, input)
    const { bytes } = copyOf(input, { comments: ['whole'], commentsOn: (packet) => (packet === 3 ? [] : [`packet ${packet}`]) })
    const { info, codes, records } = readRecords(bytes)
    assert.deepEqual(codes, [])
    assert.deepEqual(records, readRecords(input).records)
    assert.deepEqual(
      info.comments.filter(({ text }) => /^[a-z]/.test(text)),
      [
        { packet: 0, text: 'whole' },
        { packet: 1, text: 'old' },
        { packet: 1, text: 'packet 1' },
        { packet: 2, text: 'packet 2' },
        { packet: 4, text: 'packet 4' },
      ],
    )
    for (const block of [...others(blocks), packets[2]]) assert.ok(Buffer.from(bytes).includes(Buffer.from(block)))
  }
})

test('packets that are not wanted are left out, and all else is kept', () => {
  const blocks = new PcapngBlocks()
  const packets = [1, 2, 3].map((length) => blocks.packet(0, 1n, someBytes(length)))
  const input = concatenate(blocks.section(), blocks.interface(1), ...packets, ...others(blocks))
  const { bytes } = copyOf(input, { accepts: ({ capLen }) => capLen !== 2 })
  assert.deepEqual(bytes, concatenate(blocks.section(), blocks.interface(1), packets[0], packets[2], ...others(blocks)))
})

test('a simple packet stays as it is, and its comments are counted', () => {
  const blocks = new PcapngBlocks()
  const input = concatenate(blocks.section(), blocks.interface(1), blocks.simplePacket(someBytes(8)))
  const { bytes, copy } = copyOf(input, { commentsOn: () => ['one', 'two'] })
  assert.deepEqual(bytes, input)
  assert.equal(copy.unplaced, 2)
})

test('of a pcap input a section is made, with what the input says, though it has no packets', () => {
  const packets = [40, 50].map((length, i) => ({ seconds: 1_800_000_000 + i, fraction: 5, data: someBytes(length), wireLen: 1500 }))
  const input = buildPcap(packets)
  const { bytes } = copyOf(input, { comments: ['whole'], commentsOn: (packet) => (packet === 2 ? ['second'] : []) })
  const { records, info } = readRecords(bytes)
  assert.equal(info.format, 'pcapng')
  assert.deepEqual(records, readRecords(input).records)
  assert.deepEqual(info.comments, [
    { packet: 0, text: 'whole' },
    { packet: 2, text: 'second' },
  ])
  assert.deepEqual(readRecords(copyOf(buildPcap([]), {}).bytes).codes, [])
  assert.equal(copyOf(someBytes(3000), {}).bytes.length, 0)
})

test('damage ends the copy where it ends the reading', () => {
  const blocks = new PcapngBlocks()
  const good = concatenate(blocks.section(), blocks.interface(1), blocks.packet(0, 1n, someBytes(8)))
  const bad = blocks.packet(5, 1n, someBytes(8))
  assert.deepEqual(copyOf(concatenate(good, bad, good), {}).bytes, good)
  const head = concatenate(blocks.section(), blocks.interface(1))
  assert.deepEqual(copyOf(concatenate(good, good.subarray(0, head.length + 2)), {}).bytes, concatenate(good, head))
})

test('whatever is broken in a file, its copy has the records that can be read, and no others', () => {
  const blocks = new PcapngBlocks()
  const whole = concatenate(
    blocks.section([[1, someBytes(3)]]),
    blocks.interface(1),
    ...[5, 0, 13].map((length) => blocks.packet(0, 3n, someBytes(length), [[1, someBytes(length)]])),
    ...others(blocks),
    blocks.simplePacket(someBytes(4)),
    blocks.obsoletePacket(0, 2n, someBytes(8)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(whole.length), (changes, end) => {
      const bytes = whole.slice(0, end)
      for (const [at, value] of changes) if (at < end) bytes[at] = value
      const copy = copyOf(bytes, { comments: ['whole'], commentsOn: () => ['one', 'two'] }).bytes
      const expected = readRecords(bytes)
      const found = readRecords(copy)
      if (copy.length === 0) assert.equal(expected.records.length, 0)
      else assert.deepEqual([found.records, found.codes.filter((code) => code !== 'truncated-file')], [expected.records, []])
    }),
    { numRuns: 2000 },
  )
})
