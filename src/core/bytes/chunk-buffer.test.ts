/** Tests of the chunk buffer against a plain list of bytes. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ChunkBuffer } from './chunk-buffer.ts'

test('bytes come out as they went in, whatever is left unread in between', () => {
  const steps = fc.array(fc.tuple(fc.nat(300_000), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 20 })
  fc.assert(
    fc.property(steps, (some) => {
      const buffer = new ChunkBuffer()
      let written = 0
      let read = 0
      for (const [byteCount, share] of some) {
        const space = buffer.space(byteCount)
        assert.ok(space.length >= byteCount)
        for (let i = 0; i < byteCount; i++) space[i] = (written + i) % 251
        buffer.commit(byteCount)
        written += byteCount
        assert.equal(buffer.offset, read)
        assert.equal(buffer.length, written - read)
        const consumed = Math.floor(buffer.length * share)
        for (let i = 0; i < consumed; i += 97) assert.equal(buffer.view.getUint8(buffer.start + i), (read + i) % 251)
        buffer.start += consumed
        read += consumed
      }
    }),
    { numRuns: 30 },
  )
})

test('a consumer that keeps up needs no more memory than at the start', () => {
  const buffer = new ChunkBuffer()
  const capacity = buffer.bytes.length
  for (let i = 0; i < 1000; i++) {
    const space = buffer.space()
    buffer.commit(space.length)
    buffer.start = buffer.end - Math.min(buffer.length, 1514)
  }
  assert.equal(buffer.bytes.length, capacity)
})
