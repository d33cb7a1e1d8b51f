/** Tests of the line splitter. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { LineSplitter } from './line-splitter.ts'

function split(bytes: Uint8Array, cuts: readonly number[] = []): [string, number][] {
  const lines: [string, number][] = []
  const splitter = new LineSplitter((line, offset) => lines.push([line, offset]))
  let from = 0
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    splitter.push(bytes.subarray(from, cut))
    from = cut
  }
  splitter.end()
  return lines
}

it('splits at LF, CR LF and CR, and says where lines begin', () => {
  assert.deepEqual(split(Buffer.from('a\nbc\r\n\r\nd\re')), [
    ['a', 0],
    ['bc', 2],
    ['', 6],
    ['d', 8],
    ['e', 10],
  ])
  assert.deepEqual(split(new Uint8Array(0)), [])
  assert.deepEqual(split(Uint8Array.of(120)), [['x', 0]])
})

it('reads UTF-16 in both orders', () => {
  assert.deepEqual(split(Uint8Array.of(0xff, 0xfe, 97, 0, 10, 0, 98, 0)), [
    ['a', 2],
    ['b', 6],
  ])
  assert.deepEqual(split(Uint8Array.of(0xfe, 0xff, 0, 97, 0x21, 0x92)), [['a\xe2\x86\x92', 2]])
})

it('reads UTF-16 without a mark when it begins with a letter', () => {
  assert.deepEqual(split(Uint8Array.of(97, 0, 10, 0, 98, 0)), [
    ['a', 0],
    ['b', 4],
  ])
  assert.deepEqual(split(Uint8Array.of(0, 97, 0x21, 0x92)), [['a\xe2\x86\x92', 0]])
  assert.deepEqual(split(Uint8Array.of(0, 10, 0, 98)), [
    ['', 0],
    ['b', 2],
  ])
  assert.deepEqual(split(Uint8Array.of(97)), [['a', 0]])
  assert.deepEqual(split(Uint8Array.of(97, 98)), [['ab', 0]])
})

it('cuts a line that is too long, and loses nothing', () => {
  const lines = split(new Uint8Array(2_500_000).fill(120))
  assert.deepEqual(
    lines.map(([line, offset]) => [line.length, offset]),
    [
      [1_048_576, 0],
      [1_048_576, 1_048_576],
      [402_848, 2_097_152],
    ],
  )
})

it('gives the same lines however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(10, 13, 97, 98, 0xff, 0xfe, 0), { maxLength: 40 }), fc.array(fc.nat(40)), (bytes, cuts) => {
      assert.deepEqual(split(Uint8Array.from(bytes), cuts), split(Uint8Array.from(bytes)))
    }),
  )
})
