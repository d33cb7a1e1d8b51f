/** TCP options of every kind, whole and broken. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '../../../test/packet-bytes.ts'
import { OPTION, readTcpOptions, type TcpOptions } from './tcp-options.ts'

const NOP_NOP_TIMESTAMPS = hex('0101 080a 80000001 00000002')
const SYN_OF_LINUX = hex('020405b4 0402 080a 00000005 00000000 01 030307')
const TIMESTAMPS_AND_SACK = hex('0101 080a 00000001 00000002 0101 0512 00000010 00000020 fffffff0 00000005')
const FOUR_SACK_BLOCKS = hex('0101 0522 00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008')

function read(bytes: Uint8Array, cut = false): TcpOptions {
  const options = { optionBits: -1, mss: -1, windowScale: -1, tsVal: -1, tsEcr: -1, sackCount: -1, sack: new Int32Array(8) }
  readTcpOptions(new DataView(bytes.buffer), 0, bytes.length, cut, options)
  return options
}

test('no options', () => {
  const { optionBits, mss, windowScale, tsVal, tsEcr, sackCount } = read(hex(''))
  assert.deepEqual([optionBits, mss, windowScale, tsVal, tsEcr, sackCount], [0, 0, 0, 0, 0, 0])
})

test('NOP NOP timestamps, and what is not there is 0', () => {
  const { optionBits, mss, windowScale, tsVal, tsEcr, sackCount } = read(NOP_NOP_TIMESTAMPS)
  assert.deepEqual([optionBits, tsVal >>> 0, tsEcr, mss, windowScale, sackCount], [OPTION.timestamps, 0x80000001, 2, 0, 0, 0])
})

test('the options of a SYN', () => {
  const options = read(SYN_OF_LINUX)
  assert.equal(options.optionBits, OPTION.mss | OPTION.sackPermitted | OPTION.timestamps | OPTION.windowScale)
  assert.deepEqual([options.mss, options.windowScale, options.tsVal, options.tsEcr], [1460, 7, 5, 0])
})

test('SACK blocks', () => {
  const options = read(TIMESTAMPS_AND_SACK)
  assert.deepEqual([options.optionBits, options.sackCount], [OPTION.timestamps | OPTION.sack, 2])
  assert.deepEqual([...options.sack.subarray(0, 4)], [0x10, 0x20, -16, 5])
  assert.deepEqual([...read(FOUR_SACK_BLOCKS).sack], [1, 2, 3, 4, 5, 6, 7, 8])
})

test('each kind has its bit', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['2202', OPTION.fastOpen],
    ['220a 0011223344556677', OPTION.fastOpen | OPTION.fastOpenCookie],
    ['fe04 f989', OPTION.fastOpen],
    ['fd08 f989 00112233', OPTION.fastOpen | OPTION.fastOpenCookie],
    ['fd04 acc0', OPTION.other],
    ['1e04 8001', OPTION.mptcp],
    [`1312 ${'00'.repeat(16)}`, OPTION.md5],
    ['1d04 0102', OPTION.authentication],
    ['1c04 8010', OPTION.userTimeout],
    ['ac05 000000', OPTION.other],
  ]
  for (const [bytes, bits] of cases) assert.equal(read(hex(bytes)).optionBits, bits, bytes)
})

test('a known kind with a length of its own is only "other"', () => {
  for (const bytes of ['020305', '0304 0700', '0403 00', '0803 00', '0506 00000000', '0502', '1304 0000']) {
    const options = read(hex(bytes))
    assert.deepEqual([options.optionBits, options.mss, options.windowScale, options.sackCount], [OPTION.other, 0, 0, 0], bytes)
  }
})

test('the end ends, and what stands behind it is padding', () => {
  assert.equal(read(hex('0402 00 0204 05b4')).optionBits, OPTION.sackPermitted)
})

test('options that overrun, or are too short to be one, are broken', () => {
  for (const bytes of ['0402 080a 0000', '0402 0303', '0402 08', '0402 0800 0000', '0402 0801 0000'])
    assert.equal(read(hex(bytes)).optionBits, OPTION.sackPermitted | OPTION.broken, bytes)
})

test('options that the capture cut are broken, unless their end was seen', () => {
  assert.equal(read(NOP_NOP_TIMESTAMPS, true).optionBits, OPTION.timestamps | OPTION.broken)
  assert.equal(read(hex('0402'), true).optionBits, OPTION.sackPermitted | OPTION.broken)
  assert.equal(read(hex(''), true).optionBits, OPTION.broken)
  assert.equal(read(hex('0402 00'), true).optionBits, OPTION.sackPermitted)
})

test('of a repeated option the last counts', () => {
  assert.equal(read(hex('020405b4 02040218')).mss, 536)
})
