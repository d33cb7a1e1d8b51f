/** Tests of comments that are put into blocks: the reader must find them, and everything else as it was. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PcapngBlocks, concatenate, someBytes } from '../../../test/capture-builder.ts'
import { readRecords } from '../../../test/read-records.ts'
import { blockWithComments } from './pcapng-option.ts'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const END_MARK_BYTES = 4
const TRAILER_BYTES = 4

/** The block without the end mark behind its options, which some writers leave out. */
function withoutEndMark(block: Uint8Array, isLittle: boolean): Uint8Array {
  const shorter = concatenate(block.subarray(0, -TRAILER_BYTES - END_MARK_BYTES), new Uint8Array(TRAILER_BYTES))
  const view = new DataView(shorter.buffer)
  view.setUint32(4, shorter.length, isLittle)
  view.setUint32(shorter.length - TRAILER_BYTES, shorter.length, isLittle)
  return shorter
}

test('comments stand behind those that are there, and nothing else changes, in both byte orders', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((each) => !each.includes('\0'))
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.nat(9),
      fc.array(text, { maxLength: 3 }),
      fc.array(text, { minLength: 1, maxLength: 3 }),
      (isLittle, hasEndMark, length, before, added) => {
        const blocks = new PcapngBlocks(!isLittle)
        const flags = [2, blocks.words().u32(1).whole()] as const
        const whole = blocks.packet(0, 7n, someBytes(length), [flags, ...before.map((each) => [1, ascii(each)] as const)])
        const block = hasEndMark ? whole : withoutEndMark(whole, isLittle)
        const commented = blockWithComments(block, isLittle, added)
        assert.ok(commented !== undefined)
        const file = (packet: Uint8Array): Uint8Array => concatenate(blocks.section(), blocks.interface(1), packet)
        const { records, info, codes } = readRecords(file(commented))
        assert.deepEqual(codes, [])
        assert.deepEqual(records, readRecords(file(block)).records)
        assert.deepEqual(
          info.comments.map((each) => each.text),
          [...before, ...added],
        )
      },
    ),
  )
})

test('a list of options that is broken stays as it is, behind the comments', () => {
  const blocks = new PcapngBlocks()
  const body = blocks.words().u32(0).stamp(1n).u32(4).u32(4).bytes(someBytes(4)).u16(5).u16(600).u32(9).whole()
  const commented = blockWithComments(blocks.block(6, body), true, ['here'])
  assert.ok(commented !== undefined)
  const { info, codes } = readRecords(concatenate(blocks.section(), blocks.interface(1), commented))
  assert.deepEqual([info.comments.map((each) => each.text), codes], [['here'], []])
  assert.deepEqual(commented.slice(-16, -4), body.slice(-8).length === 8 ? concatenate(commented.slice(-16, -12), body.slice(-8)) : body)
})

test('a section no longer says how long it is; a simple packet has no place for comments', () => {
  const blocks = new PcapngBlocks()
  const body = blocks.words().u32(0x1a2b3c4d).u16(1).u16(0).u64(64n).whole()
  const section = blockWithComments(blocks.block(0x0a0d0d0a, body), true, [])
  assert.ok(section !== undefined)
  assert.equal(new DataView(section.buffer).getBigInt64(16, true), -1n)
  assert.equal(section.length, 28)
  assert.equal(blockWithComments(blocks.simplePacket(someBytes(8)), true, ['no']), undefined)
})
