/** Tests of UTF-8 against Node's own coder. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

test('text goes to bytes and back as Node does it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.deepEqual(encodeUtf8(text), Uint8Array.from(Buffer.from(text, 'utf8')))
      assert.equal(decodeUtf8(encodeUtf8(text)), text)
    }),
  )
  assert.deepEqual(encodeUtf8('\ud800'), Uint8Array.of(0xef, 0xbf, 0xbd))
})

test('bytes that are no text become replacement characters, and the rest stays', () => {
  assert.equal(decodeUtf8(Uint8Array.of(0x61, 0xff, 0x62, 0xe4, 0xbd)), 'a\ufffdb\ufffd\ufffd')
  // Too long a form, half a UTF-16 pair, beyond Unicode.
  for (const bytes of [
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
  ]) {
    assert.match(decodeUtf8(Uint8Array.from(bytes)), /^\ufffd+$/)
  }
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const valid = Buffer.from(bytes).toString('utf8')
      if (!valid.includes('\ufffd')) assert.equal(decodeUtf8(bytes), valid)
    }),
  )
})
