/** Texts with gaps against strings put together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BLOCK_BYTES, TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { secondsText } from '../field-text.ts'
import { GapFiller, GappedText, TextPiece, type Gaps } from './gapped-text.ts'

const GAPS: Gaps = {
  number: ['number', 0],
  maybe: ['numberIfAny', 1],
  hex: ['hex', 0],
  bytes: ['colonHex', 0],
  seconds: ['seconds', 2],
  maybeSeconds: ['secondsIfAny', 1],
  ns: ['nanoseconds', 3],
  address: ['ipv4', 0],
  text: ['text', 0],
}
const POWERS = Array.from({ length: 10 }, (_, digits) => 10 ** digits)
const WORDS = [0, 1, 7, 0x80, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, ...POWERS, ...POWERS.map((power) => power - 1)]

/** What was written, as text. */
function written(write: (filler: GapFiller) => void): string {
  let text = ''
  const output = new TextOutput((bytes) => (text += Buffer.from(bytes).toString()))
  write(new GapFiller(output, 4, 1))
  output.flush()
  return text
}

function dotted(word: number): string {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join('.')
}

test('numbers of every length are written as in a string', () => {
  const line = new GappedText('n {number}, 0x{hex}, {bytes}, {address};', GAPS)
  for (const word of WORDS) {
    const text = written((filler) => {
      filler.numbers[0] = word
      filler.write(line)
    })
    const digits = word.toString(16).padStart(8, '0')
    assert.equal(text, `n ${word}, 0x${digits.slice(4)}, ${digits.replaceAll(/(..)(?!$)/g, '$1:')}, ${dotted(word)};`)
  }
})

test('times are written as in the tree: early, late, before their time, and in parts of a nanosecond', () => {
  const line = new GappedText('{seconds} {ns}', GAPS)
  for (const timeNs of [
    0,
    1,
    999,
    1e9,
    1e9 - 1,
    2e9 - 1,
    4e9,
    2 ** 32 - 1,
    2 ** 32,
    12_345_678_901,
    2 ** 53 - 1,
    2 ** 60,
    1.8e28,
    -1,
    -5e9,
    1.5,
    2.25e9 + 0.5,
  ]) {
    const text = written((filler) => {
      filler.numbers[2] = timeNs
      filler.numbers[3] = 1_002_003
      filler.write(line)
    })
    assert.equal(text, `${secondsText(timeNs)} 001002003`)
  }
})

test('what is not there leaves its gap empty', () => {
  const line = new GappedText('[{maybe}] [{maybeSeconds}]', GAPS)
  const of = (value: number) =>
    written((filler) => {
      filler.numbers[1] = value
      filler.write(line)
    })
  assert.equal(of(NaN), '[] []')
  assert.equal(of(0), '[0] [0.000000000]')
})

test('texts of every length fill gaps and stand between them, also where a block of output ends', () => {
  for (const length of [0, 1, 7, 8, 9, 63, 64, 220, 221, 222, 500, TextPiece.MAX_BYTES - 4]) {
    const words = `…${'w'.repeat(length)}`
    const between = '·'.repeat(length)
    const line = new GappedText(`{text}${between}{number}`, GAPS, encodeUtf8('{x}\n'))
    const count = Math.ceil((1.2 * BLOCK_BYTES) / (length + 8))
    const text = written((filler) => {
      filler.texts[0] = TextPiece.of(words) ?? TextPiece.EMPTY
      for (let i = 0; i < count; i++) {
        filler.numbers[0] = i
        filler.write(line)
      }
    })
    assert.equal(text, Array.from({ length: count }, (_, i) => `${words}${between}${i}{x}\n`).join(''))
  }
  assert.equal(TextPiece.of('w'.repeat(TextPiece.MAX_BYTES + 1)), undefined)
})

test('a text with more gaps than a block of output has room for is refused', () => {
  const gaps = Math.ceil(BLOCK_BYTES / TextPiece.MAX_BYTES)
  assert.throws(() => new GappedText('{text}'.repeat(gaps), GAPS), /does not fit into a block of output/)
  assert.ok(new GappedText('{text}'.repeat(gaps - 2), GAPS).room <= BLOCK_BYTES)
})
