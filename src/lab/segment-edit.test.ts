/** What a middlebox does to a segment: lengths stay, checksums fit, only what was ordered changes. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editSegment, forgedFrame } from './segment-edit.ts'
import { flagBits, lowerTtl, makeSegment, placeOf, sumSegment } from './segment.ts'

const ETHERNET = Buffer.from('0200000002140200000001 0a0800'.replace(' ', ''), 'hex')
const MSS_SACK_STAMPS_SCALE = Buffer.from('020405b4' + '0402' + '080a0000000500000000' + '01' + '03030a', 'hex')

/** A SYN with the usual options, in a frame. */
function synFrame(): Buffer {
  const bare = makeSegment({
    source: Uint8Array.of(10, 0, 0, 1),
    target: Uint8Array.of(10, 0, 1, 2),
    sourcePort: 40_000,
    targetPort: 8080,
    seq: 1000,
    ack: 0,
    flags: 'S',
    window: 64_240,
  })
  const packet = Buffer.concat([bare, MSS_SACK_STAMPS_SCALE])
  packet.writeUInt16BE(packet.length, 2)
  packet[32] = ((20 + MSS_SACK_STAMPS_SCALE.length) / 4) << 4
  const frame = Buffer.concat([ETHERNET, packet])
  sumSegment(frame, placed(frame))
  return frame
}

function placed(frame: Buffer) {
  const place = placeOf(frame)
  assert.ok(place !== undefined)
  return place
}

/** Are both checksums those that the bytes ask for? */
function isSummed(frame: Buffer): boolean {
  const copy = Buffer.from(frame)
  sumSegment(copy, placed(copy))
  return copy.equals(frame)
}

describe('a segment on the way', () => {
  test('loses options to no-operations, and keeps the others', () => {
    const frame = synFrame()
    editSegment(frame, placed(frame), { from: 'a', strip: ['wscale', 'timestamps'] })
    assert.equal(frame.subarray(placed(frame).tcp + 20, placed(frame).data).toString('hex'), '020405b4' + '0402' + '01'.repeat(14))
    assert.ok(isSummed(frame))
  })

  test('gets a smaller MSS, never a larger one', () => {
    const [small, large] = [synFrame(), synFrame()]
    editSegment(small, placed(small), { from: 'a', clampMss: 1200 })
    editSegment(large, placed(large), { from: 'a', clampMss: 9000 })
    assert.deepEqual([small.readUInt16BE(placed(small).tcp + 22), large.readUInt16BE(placed(large).tcp + 22)], [1200, 1460])
    assert.ok(isSummed(small))
  })

  test('is shifted modulo the size of its fields', () => {
    const frame = synFrame()
    editSegment(frame, placed(frame), { from: 'a', shift: { seq: -2000, sourcePort: 30_000, stamp: -6 } })
    const { tcp } = placed(frame)
    assert.equal(frame.readUInt32BE(tcp + 4), 2 ** 32 - 1000)
    assert.equal(frame.readUInt16BE(tcp), (40_000 + 30_000) & 0xffff)
    assert.equal(frame.readUInt32BE(tcp + 28), 2 ** 32 - 1)
    assert.ok(isSummed(frame))
  })

  test('is damaged in its payload only, and its checksum is then wrong', () => {
    const frame = Buffer.concat([synFrame(), Buffer.from('hello')])
    frame.writeUInt16BE(frame.length - 14, 16)
    sumSegment(frame, placed(frame))
    const before = Buffer.from(frame)
    editSegment(frame, placed(frame), { from: 'a', corrupt: true })
    assert.equal([...frame].filter((byte, i) => byte !== before[i]).length, 1)
    assert.ok(!isSummed(frame))
  })

  test('has fewer hops left and a header checksum that fits', () => {
    const frame = synFrame()
    lowerTtl(frame, 3)
    assert.equal(frame[22], 61)
    assert.ok(isSummed(frame))
  })

  test('is no segment when it is cut or of another protocol', () => {
    const frame = synFrame()
    assert.equal(placeOf(frame.subarray(0, 50)), undefined)
    frame[23] = 17
    assert.equal(placeOf(frame), undefined)
  })
})

test('a forged reset goes back in the other end’s name at the exact next number, or windows away from it', () => {
  const frame = synFrame()
  const exact = forgedFrame(frame, placed(frame), { to: 'receiver', flags: 'R', seqWindows: 2 })
  const back = forgedFrame(frame, placed(frame), { to: 'sender', flags: 'RA', seqOffset: 7 })
  assert.equal(exact.readUInt32BE(placed(exact).tcp + 4), 1001 + 2 * 64_240)
  assert.equal(exact[placed(exact).tcp + 13], flagBits('R'))
  assert.equal(back.readUInt32BE(placed(back).tcp + 8), 1001)
  assert.deepEqual([back.readUInt16BE(placed(back).tcp), back.readUInt16BE(placed(back).tcp + 2)], [8080, 40_000])
  assert.equal(back.subarray(0, 6).toString('hex'), frame.subarray(6, 12).toString('hex'))
  assert.ok(isSummed(exact) && isSummed(back))
})
