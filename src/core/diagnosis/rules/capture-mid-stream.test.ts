/** When `capture-mid-stream` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const TALK = `
  0 ms    client > server P. 33:45(12) ack 43
  + 20 ms server > client P. 43:80(37) ack 45
  + 0 ms  client > server .  45:45(0)  ack 80
`

describe('capture-mid-stream', () => {
  test('is talk without an opening, closed or not', () => {
    assert.deepEqual(verdictsInOtherNumbers(TALK), ['capture-mid-stream'])
    assert.equal(
      verdictOf(`${TALK}
      + 1 ms  client > server F. 45:45(0) ack 80
      + 20 ms server > client F. 80:80(0) ack 46
      + 0 ms  client > server .  46:46(0) ack 81
    `).id,
      'capture-mid-stream',
    )
  })

  test('says when the roles are a guess', () => {
    assert.equal(verdictOf(TALK).finding.values['roles'], 'guessed')
  })

  test('is not a capture of the close alone', () => {
    assert.equal(
      verdictOf(`
      0 ms    client > server F. 45:45(0) ack 80
      + 20 ms server > client F. 80:80(0) ack 46
      + 0 ms  client > server .  46:46(0) ack 81
    `).id,
      'close-3seg',
    )
  })

  test('is not quite a mid-stream connection that is reset', () => {
    assert.equal(
      verdictOf(`${TALK}
      + 20 ms server > client R 80:80(0) {id 0}
    `).id,
      'rst-unknown-connection',
    )
  })
})
