/** When `close-3seg` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const BANNER = `${HANDSHAKE}
  + 2 ms  server > client P. 1:15(14) ack 1
  + 0 ms  client > server .  1:1(0)   ack 15
  + 4 ms  client > server P. 1:14(13) ack 15
  + 20 ms server > client .  15:15(0) ack 14
  + 1 ms  client > server F. 14:14(0) ack 15
`

describe('close-3seg', () => {
  test('is a second FIN that acknowledges the first, where the client did not ask first', () => {
    const text = `${BANNER}
      + 20 ms server > client F. 15:15(0) ack 15
      + 0 ms  client > server .  15:15(0) ack 16
    `
    const { id, finding, findings } = verdictOf(text)
    assert.equal(id, 'close-3seg')
    assert.deepEqual(findings, ['checksum-offload'])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[8], [9], [10]],
    )
    assert.deepEqual(verdictsInOtherNumbers(text), ['close-3seg'])
  })

  test('is all that a capture of the close alone shows', () => {
    assert.equal(
      verdictOf(`
      0 ms    client > server F. 45:45(0) ack 80
      + 20 ms server > client F. 80:80(0) ack 46
      + 0 ms  client > server .  46:46(0) ack 81
    `).id,
      'close-3seg',
    )
  })

  test('is not a close of one end', () => {
    assert.equal(verdictOf(BANNER).all.has('close-3seg'), false)
  })

  test('is not quite one whose FIN was acknowledged before', () => {
    assert.equal(
      verdictOf(`${BANNER}
      + 20 ms server > client .  15:15(0) ack 15
      + 20 ms server > client F. 15:15(0) ack 15
      + 0 ms  client > server .  15:15(0) ack 16
    `).id,
      'close-4way',
    )
  })
})
