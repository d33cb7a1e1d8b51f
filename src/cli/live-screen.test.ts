/** Keys of a terminal: single ones, several at once, and what is no key. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf } from './live-screen.ts'

test('keys by their meaning, others as they are', () => {
  assert.deepEqual(keysOf('\x1b[A\x1b[Bq'), ['up', 'down', { text: 'q' }])
  assert.deepEqual(keysOf('\r'), ['enter'])
  assert.deepEqual(keysOf('\x1b'), ['escape'])
  assert.deepEqual(keysOf('\x1b[5~\x1bOA\x7f\x03'), ['page-up', 'up', 'backspace', 'interrupt'])
  assert.deepEqual(keysOf('过'), [{ text: '过' }])
})

test('unknown sequences and control characters are nothing', () => {
  assert.deepEqual(keysOf('\x1b[15~\x01\x02'), [])
})
