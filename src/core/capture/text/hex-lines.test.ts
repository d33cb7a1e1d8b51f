/** Tests of the lines of hexadecimal dumps. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dumpLayout, HexDump, hexLine } from './hex-lines.ts'

it('reads the rows of the usual tools', () => {
  const bytes = [0x45, 0, 0, 0x28, 0xab, 0xcd, 0x40, 0, 0x40, 6, 0, 0, 0xc0, 0, 2, 1]
  for (const row of [
    '\t0x0000:  4500 0028 abcd 4000 4006 0000 c000 0201',
    '0x0000:  4500 0028 abcd 4000 4006 0000 c000 0201  E..(..@.@.......',
    '0000  45 00 00 28 ab cd 40 00  40 06 00 00 c0 00 02 01   E..(..@.@.......',
    '00000000  45 00 00 28 ab cd 40 00  40 06 00 00 c0 00 02 01  |E..(..@.@.......|',
    '00000000: 4500 0028 abcd 4000 4006 0000 c000 0201  dead beef',
    '0000000 45 00 00 28 ab cd 40 00 40 06 00 00 c0 00 02 01',
  ])
    assert.deepEqual(hexLine(row)?.bytes, bytes, row)
  assert.deepEqual(hexLine('\t0x0030:  0102 03')?.bytes, [1, 2, 3])
  assert.deepEqual(hexLine('0030  01 02 03   ab cd')?.bytes, [1, 2, 3])
  assert.equal(hexLine('0030  01 02')?.address, 0x30)
})

it('takes no other line', () => {
  for (const line of ['', 'prose', '10:00:00.1 IP a > b', 'Feb 29 2024', '0x0000 nothing', '12345678'])
    assert.equal(hexLine(line), undefined, line)
})

it('joins rows in order only', () => {
  const dump = new HexDump()
  assert.equal(dump.add(hexLine('0010  01 02')!, 5), false)
  assert.equal(dump.add(hexLine('0000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f')!, 5), true)
  assert.equal(dump.add(hexLine('0020  01 02')!, 5), false)
  assert.equal(dump.add(hexLine('0010  10 11')!, 5), true)
  assert.equal(dump.offset, 5)
  assert.deepEqual(
    [...dump.take()],
    Array.from({ length: 18 }, (_, at) => at),
  )
  assert.equal(dump.length, 0)
})

it('tells the link type from the bytes', () => {
  const ip = Buffer.from('450000280001400040060000c0000201c0000202' + '9c400050000003e8000000005002faf000000000', 'hex')
  const before = (hex: string): Uint8Array => new Uint8Array(Buffer.concat([Buffer.from(hex, 'hex'), ip]))
  assert.deepEqual(dumpLayout(before('')), { linkType: 101, ip: 0 })
  assert.deepEqual(dumpLayout(before('46aabbccddee4511223344550800')), { linkType: 1, ip: 14 })
  assert.deepEqual(dumpLayout(before('020000000002020000000001810000640800')), { linkType: 1, ip: 18 })
  assert.deepEqual(dumpLayout(before('00000001000602000000000100000800')), { linkType: 113, ip: 16 })
  assert.deepEqual(dumpLayout(before('0800000000000002000100060200000000010000')), { linkType: 276, ip: 20 })
  assert.deepEqual(dumpLayout(before('02000000')), { linkType: 0, ip: 4 })
  assert.equal(dumpLayout(new Uint8Array(60)), undefined)
})
