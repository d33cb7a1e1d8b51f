/** Tests of the dumps of bytes. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TextOutput } from '../../bytes/text-output.ts'
import { dumpAscii, dumpHex, dumpHexAscii } from './hex-dump.ts'

function textOf(write: (out: TextOutput) => void): string {
  let text = ''
  const out = new TextOutput((bytes) => {
    text += Buffer.from(bytes).toString('latin1')
  })
  write(out)
  out.flush()
  return text
}

const BYTES = Uint8Array.from([0x47, 0x45, 0x54, 0x20, 0x7f, 0x0d, 0x0a, 0x80, 0x7e, 0, 1, 2, 3, 4, 5, 6, 0x41])

test('-x: pairs of bytes, sixteen to a line, no blanks at the end', () => {
  assert.equal(
    textOf((out) => dumpHex(out, BYTES, 0, 17)),
    '\n\t0x0000:  4745 5420 7f0d 0a80 7e00 0102 0304 0506\n\t0x0010:  41',
  )
})

test('-X: what is not printable, and a blank too, is a dot', () => {
  assert.equal(
    textOf((out) => dumpHexAscii(out, BYTES, 0, 5)),
    '\n\t0x0000:  4745 5420 7f                             GET..',
  )
})

test('offsets grow past four digits', () => {
  const lines = textOf((out) => dumpHex(out, new Uint8Array(0x10010), 0, 0x10010)).split('\n')
  assert.equal(lines.at(-1), '\t0x10000:  0000 0000 0000 0000 0000 0000 0000 0000')
  assert.equal(lines[0x1000], '\t0xfff0:  0000 0000 0000 0000 0000 0000 0000 0000')
})

test('-A: line breaks as they are, CR only where no LF follows', () => {
  const bytes = new TextEncoder().encode('a b\tc\r\nd\re\u007f\r\n')
  assert.equal(
    textOf((out) => dumpAscii(out, bytes, 0, bytes.length)),
    '\na b\tc\nd.e.\n',
  )
})
