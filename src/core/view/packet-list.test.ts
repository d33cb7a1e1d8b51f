/** Packet numbers in a sentence. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packetList } from './packet-list.ts'

test('runs of three and more are joined, order and doubles do not matter', () => {
  assert.equal(packetList([2]), '2')
  assert.equal(packetList([5, 4, 6, 1, 1]), '1, 4-6')
  assert.equal(packetList([1, 2, 9]), '1, 2, 9')
})

test('too many to read are cut', () => {
  assert.equal(packetList([1, 3, 5, 7, 9, 11, 13, 15, 17]), '1, 3, 5, 7, 9, 11, 13, 15, ...')
})
