/** The Internet checksum against a slow model. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hex } from '../../../test/packet-bytes.ts'
import { onesComplementSum } from './checksum.ts'

/** The example of RFC 1071 §3: its sum is ddf2. */
const EXAMPLE = hex('0001 f203 f4f5 f6f7')

/** Slow and obvious: 16 bits at a time, each carry added at once. */
function model(bytes: Uint8Array, start: number): number {
  let sum = start
  for (let i = 0; i < bytes.length; i += 2) {
    sum += bytes[i] * 256 + (bytes[i + 1] ?? 0)
    if (sum > 0xffff) sum -= 0xffff
  }
  return sum
}

test('sums the example of RFC 1071', () => {
  assert.equal(onesComplementSum(new DataView(EXAMPLE.buffer), 0, EXAMPLE.length, 0), 0xddf2)
})

test('sums as the model does, at any offset and length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(0xffff), fc.nat(7), (bytes, start, offset) => {
      const place = new Uint8Array(offset + bytes.length + 3).fill(0xa5)
      place.set(bytes, offset)
      assert.equal(onesComplementSum(new DataView(place.buffer), offset, bytes.length, start), model(bytes, start))
    }),
  )
})

test('carries survive the longest packets', () => {
  const bytes = new Uint8Array(262_143).fill(0xff)
  assert.equal(onesComplementSum(new DataView(bytes.buffer), 0, bytes.length, 1), model(bytes, 1))
})
