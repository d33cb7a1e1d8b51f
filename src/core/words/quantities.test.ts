/** Bytes and counts as people write them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatBytes, formatCount } from './quantities.ts'

test('bytes are exact while they are few', () => {
  assert.deepEqual(
    [1, 53, 2048, 99_999].map((bytes) => formatBytes(bytes, 'en')),
    ['1 byte', '53 bytes', '2,048 bytes', '99,999 bytes'],
  )
  assert.deepEqual(
    [123_456, 12_345_678, 5.4321e9].map((bytes) => formatBytes(bytes, 'zh')),
    ['123 kB', '12.3 MB', '5.43 GB'],
  )
})

test('counts have commas between thousands', () => {
  assert.deepEqual([0, 999, 1000, 1_234_567].map(formatCount), ['0', '999', '1,000', '1,234,567'])
})
