/** Tests of text written as bytes. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AsciiText, TextOutput, asciiBytes } from './text-output.ts'

function textOf(write: (out: TextOutput) => void): string {
  const parts: string[] = []
  const out = new TextOutput((bytes) => parts.push(Buffer.from(bytes).toString('latin1')))
  write(out)
  out.flush()
  return parts.join('')
}

test('numbers of every length, and negative ones as the unsigned numbers that they stand for', () => {
  const numbers = [0, 9, 10, 99, 100, 101, 999, 1000, 12_345, 99_999, 100_000, 1_234_567, 12_345_678, 123_456_789, 4_294_967_295]
  for (const number of numbers)
    assert.equal(
      textOf((out) => out.number(number)),
      String(number),
    )
  assert.equal(
    textOf((out) => out.number(-1)),
    '4294967295',
  )
})

test('padded, right-aligned and hexadecimal numbers', () => {
  assert.equal(
    textOf((out) => out.padded(42, 6)),
    '000042',
  )
  assert.equal(
    textOf((out) => out.padded(123_456_789, 9)),
    '123456789',
  )
  assert.equal(
    textOf((out) => out.padded(7, 3)),
    '007',
  )
  assert.equal(
    textOf((out) => out.right(42, 5)),
    '   42',
  )
  assert.equal(
    textOf((out) => out.hex(0xbeef, 4)),
    'beef',
  )
  assert.equal(
    textOf((out) => out.hex(-1, 8)),
    'ffffffff',
  )
})

test('text survives the borders of blocks', () => {
  const constant = new AsciiText('0123456789abcdef')
  const bytes = asciiBytes('some bytes')
  const write = (out: TextOutput): void => {
    for (let i = 0; i < 30_000; i++) {
      out.ascii(constant)
      out.text(' text ')
      out.bytes(bytes)
      out.number(i)
      out.char(10)
    }
  }
  let expected = ''
  for (let i = 0; i < 30_000; i++) expected += `0123456789abcdef text some bytes${i}\n`
  assert.equal(textOf(write), expected)
  const long = 'x'.repeat(600_000)
  assert.equal(
    textOf((out) => out.text(long)),
    long,
  )
})
