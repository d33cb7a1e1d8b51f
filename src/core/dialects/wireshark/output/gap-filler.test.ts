/** Texts with gaps against strings put together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BLOCK_BYTES, TextOutput } from '../../../bytes/text-output.ts'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { secondsText } from '../field-text.ts'
import { GapFiller } from './gap-filler.ts'
import { GappedText, TextPiece, type Gaps } from './gapped-text.ts'

const GAPS: Gaps = {
  number: ['number', 0],
  maybe: ['numberIfAny', 1],
  hex: ['hex', 0],
  byte: ['byteHex', 0],
  bytes: ['colonHex', 0],
  seconds: ['seconds', 2],
  maybeSeconds: ['secondsIfAny', 1],
  microseconds: ['microseconds', 2],
  ns: ['nanoseconds', 3],
  address: ['ipv4', 0],
  text: ['text', 0],
  other: ['text', 1],
  dump: ['dump', 0],
  digits: ['digits', 36],
  colonDigits: ['colonDigits', 0],
}
const POWERS = Array.from({ length: 10 }, (_, digits) => 10 ** digits)
const WORDS = [0, 1, 7, 0x80, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, ...POWERS, ...POWERS.map((power) => power - 1)]

/** What was written, as text. */
function written(write: (filler: GapFiller) => void): string {
  let text = ''
  const output = new TextOutput((bytes) => (text += Buffer.from(bytes).toString()))
  write(new GapFiller(output, 4, 2))
  output.flush()
  return text
}

function dotted(word: number): string {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join('.')
}

test('numbers of every length are written as in a string', () => {
  const line = new GappedText('n {number}, 0x{hex}, {byte}, {bytes}, {address};', GAPS)
  for (const word of WORDS) {
    const text = written((filler) => {
      filler.numbers[0] = word
      filler.write(line)
    })
    const digits = word.toString(16).padStart(8, '0')
    assert.equal(text, `n ${word}, 0x${digits.slice(4)}, ${digits.slice(6)}, ${digits.replaceAll(/(..)(?!$)/g, '$1:')}, ${dotted(word)};`)
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
      filler.setText(0, TextPiece.of(words) ?? TextPiece.EMPTY)
      for (let i = 0; i < count; i++) {
        filler.numbers[0] = i
        filler.write(line)
      }
    })
    assert.equal(text, Array.from({ length: count }, (_, i) => `${words}${between}${i}{x}\n`).join(''))
  }
})

test('times with six decimals are cut, not rounded', () => {
  const line = new GappedText('{microseconds}|', GAPS)
  for (const [timeNs, seconds] of [
    [1_999, '0.000001'],
    [999_999_999, '0.999999'],
    [12_345_678_901_999, '12345.678901'],
  ] as const) {
    const text = written((filler) => {
      filler.numbers[2] = timeNs
      filler.write(line)
    })
    assert.equal(text, `${seconds}|`)
  }
})

test('a text that was not set is empty', () => {
  const line = new GappedText('[{text}] [{other}]', GAPS)
  const text = written((filler) => {
    filler.setText(0, TextPiece.short('né'))
    filler.write(line)
  })
  assert.equal(text, '[né] []')
})

test('what fills a gap stands at the right or left end of its columns, and is never cut', () => {
  const line = new GappedText('no. {number}{right} from {address}{right} to {address}{left}|{text}{left}|{seconds}{right}', {
    ...GAPS,
    right: ['right', 12],
    left: ['left', 12],
  })
  for (const [word, text, timeNs] of [
    [0, '', 1],
    [0x01020304, 'twelve bytes', 123_456_789_012],
    [0xfffefdfc, 'more than twelve bytes', -1],
    [0x0a00000a, 'eleven byte', 2 ** 40],
  ] as const) {
    const aligned = written((filler) => {
      filler.numbers[0] = word
      filler.numbers[2] = timeNs
      filler.setText(0, TextPiece.short(text))
      filler.write(line)
    })
    const [number, address, seconds] = [String(word), dotted(word), secondsText(timeNs)].map((cell) => cell.padStart(12))
    assert.equal(aligned, `no. ${number} from ${address} to ${dotted(word).padEnd(12)}|${text.padEnd(12)}|${seconds}`)
  }
})

test('more texts than are kept: each is written as it is, also those that were set long ago', () => {
  const line = new GappedText('{text}{other}\n', GAPS)
  const usual = TextPiece.short('u'.repeat(500))
  const texts = Array.from({ length: 1500 }, (_, i) => `${i}`.repeat(1000))
  const text = written((filler) => {
    for (const [i, other] of texts.entries()) {
      // The text of the place is set before others are, which take its memory some time.
      filler.setText(0, usual)
      filler.setText(1, TextPiece.short(`${i}`))
      filler.setText(1, TextPiece.short(other.slice(0, 4000)))
      filler.write(line)
    }
  })
  assert.equal(text, texts.map((other) => `${'u'.repeat(500)}${other.slice(0, 4000)}\n`).join(''))
})

test('two fillers write the same texts, in turn', () => {
  const line = new GappedText('{text};', GAPS)
  const first = TextPiece.short('first')
  const second = TextPiece.short('second')
  let inner = ''
  const outer = written((one) => {
    inner = written((other) => {
      other.setText(1, first)
      for (const piece of [first, second, first]) {
        one.setText(0, piece)
        one.write(line)
        other.setText(0, piece)
        other.write(line)
      }
    })
  })
  assert.deepEqual([outer, inner], ['first;second;first;', 'first;second;first;'])
})

/** Bytes of every value, in another order in each of their lines. */
function someBytes(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => i * 37 + (i >>> 8))
}

function pairsOf(bytes: Uint8Array): string[] {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
}

function dumpOf(bytes: Uint8Array): string {
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, line) => {
    const some = bytes.subarray(line * 16, line * 16 + 16)
    const characters = String.fromCharCode(...some.map((byte) => (byte < 0x20 || byte > 0x7e ? 0x2e : byte)))
    return `${(line * 16).toString(16).padStart(4, '0')}  ${pairsOf(some).join(' ').padEnd(47)}   ${characters}\n`
  }).join('')
}

test('bytes are written as digits, with colons, and as lines with their characters', () => {
  const shown = new GappedText('n={number}:\n{dump}Data: {digits}.', GAPS)
  const twice = new GappedText('"{colonDigits}", "{colonDigits}"', GAPS)
  for (const count of [1, 2, 15, 16, 17, 31, 32, 33, 36, 37, 255, 256, 1460, 65_535]) {
    const bytes = someBytes(count)
    const text = written((filler) => {
      filler.numbers[0] = count
      filler.takeBytes(Uint8Array.of(9, 9, ...bytes, 9), 2, count)
      filler.write(shown)
      filler.write(twice)
    })
    const colons = pairsOf(bytes).join(':')
    assert.equal(text, `n=${count}:\n${dumpOf(bytes)}Data: ${pairsOf(bytes).slice(0, 36).join('')}."${colons}", "${colons}"`)
  }
})

test('the most bytes that there are have room in a block that is nearly full', () => {
  const before = new GappedText('w'.repeat(1000), GAPS)
  const twice = new GappedText('{colonDigits}, {colonDigits}', GAPS)
  const bytes = someBytes(65_535)
  const count = Math.floor((BLOCK_BYTES - twice.room) / 1000)
  const text = written((filler) => {
    for (let i = 0; i < count; i++) filler.write(before)
    filler.takeBytes(bytes, 0, bytes.length)
    filler.write(twice)
    // Behind the block stand the bytes.
    filler.write(twice)
  })
  const digits = pairsOf(bytes).join(':')
  assert.equal(text, `${'w'.repeat(1000 * count)}${`${digits}, ${digits}`.repeat(2)}`)
})

test('the memory of a filler has not grown: that would make every typed array slower', () => {
  const output = new TextOutput(() => undefined)
  assert.ok(new GapFiller(output, 60, 40))
  assert.equal(output.block.buffer.byteLength, 64 * 64 * 1024)
})
