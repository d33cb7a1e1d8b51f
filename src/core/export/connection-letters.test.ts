/** Tests of tcptrace's letters, at the turns of the count. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectionLetters } from './connection-letters.ts'

test('letters count as tcptrace counts them', () => {
  const names = [0, 1, 12, 13, 349, 350, 351, 1399].map((connection) => connectionLetters(connection).join('2'))
  assert.deepEqual(names, ['a2b', 'c2d', 'y2z', 'aa2ab', 'zw2zx', 'zy2zz', 'aaa2aab', 'dcq2dcr'])
})
