/** Tests of how datagrams are put together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FragmentTable } from './fragment-table.ts'

const bytes = (from: number, to: number): Uint8Array => Uint8Array.from({ length: to - from }, (_, i) => from + i)

test('a datagram is whole when the last missing fragment came, in any order', () => {
  const table = new FragmentTable(false)
  assert.equal(table.add('a', 1, bytes(8, 16), 8, false), undefined)
  assert.equal(table.add('a', 2, bytes(16, 20), 16, true), undefined)
  const whole = table.add('a', 3, bytes(0, 8), 0, false)
  assert.deepEqual(whole?.bytes, bytes(0, 20))
  assert.deepEqual(
    whole?.entries.map((entry) => entry.frame),
    [3, 1, 2],
  )
})

test('fragments of other datagrams do not help', () => {
  const table = new FragmentTable(false)
  table.add('a', 1, bytes(0, 8), 0, false)
  assert.equal(table.add('b', 2, bytes(8, 16), 8, true), undefined)
})

test('of overlapping fragments the one with the lower offset stays, and a contradiction is marked', () => {
  const table = new FragmentTable(false)
  table.add('a', 1, bytes(0, 16), 0, false)
  const whole = table.add('a', 2, bytes(100, 116), 8, true)
  assert.deepEqual([...(whole?.bytes.subarray(0, 16) ?? [])], [...bytes(0, 16)])
  assert.equal(whole?.entries[1].isConflict, true)
})

test('a fragment beyond the end of the datagram is marked, and cut off', () => {
  const table = new FragmentTable(false)
  table.add('a', 1, bytes(8, 32), 8, false)
  table.add('a', 2, bytes(8, 16), 8, true)
  const whole = table.add('a', 3, bytes(0, 8), 0, false)
  assert.equal(whole?.bytes.length, 16)
  assert.equal(whole?.isTooLong, true)
})

test('a second pass finds what the first put together', () => {
  const table = new FragmentTable(true)
  table.add('a', 1, bytes(0, 8), 0, false)
  table.add('a', 2, bytes(8, 16), 8, true)
  assert.equal(table.find('a', 1)?.frame, 2)
  assert.equal(table.find('b', 1), undefined)
})

test('unfinished datagrams are forgotten, oldest first', () => {
  const table = new FragmentTable(false)
  for (let i = 0; i < 5000; i++) table.add(`d${i}`, i, bytes(0, 8), 0, false)
  assert.equal(table.add('d0', 5001, bytes(8, 16), 8, true), undefined)
  assert.notEqual(table.add('d4999', 5002, bytes(8, 16), 8, true), undefined)
})
