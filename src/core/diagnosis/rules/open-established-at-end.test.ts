/** When `open-established-at-end` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

describe('open-established-at-end', () => {
  test('is a handshake without an end', () => {
    const { id, finding } = verdictOf(HANDSHAKE)
    assert.equal(id, 'open-established-at-end')
    assert.equal(finding.certainty, 'proven')
    assert.deepEqual(verdictsInOtherNumbers(EXCHANGE), ['open-established-at-end'])
  })

  test('is less sure when the SYN was not captured', () => {
    const { id, finding } = verdictOf(`
      0 ms    server > client S. 0:0(0) ack 1 win 65160
      + 20 ms client > server .  1:1(0) ack 1
    `)
    assert.equal(id, 'open-established-at-end')
    assert.equal(finding.certainty, 'likely')
  })

  test('is not a connection of which one end has closed', () => {
    assert.notEqual(
      verdictOf(`${EXCHANGE}
      + 1 ms client > server F. 6:6(0) ack 11
    `).id,
      'open-established-at-end',
    )
  })

  test('is not quite a SYN-ACK that nobody acknowledged', () => {
    assert.notEqual(
      verdictOf(`
      0 ms    client > server S  0:0(0)       win 64240
      + 20 ms server > client S. 0:0(0) ack 1 win 65160 {ttl 57}
    `).id,
      'open-established-at-end',
    )
  })
})
