/** When `close-simultaneous` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

describe('close-simultaneous', () => {
  test('is two FINs that cross', () => {
    const text = `${EXCHANGE}
      + 1 ms  client > server F. 6:6(0)   ack 11
      + 5 ms  server > client F. 11:11(0) ack 6
      + 0 ms  client > server .  7:7(0)   ack 12
      + 20 ms server > client .  12:12(0) ack 7
    `
    const { id, finding } = verdictOf(text)
    assert.equal(id, 'close-simultaneous')
    assert.equal(finding.certainty, 'proven')
    assert.equal(finding.values['apartNs'], 5e6)
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [
        [8, 9],
        [10, 11],
      ],
    )
    assert.deepEqual(verdictsInOtherNumbers(text), ['close-simultaneous'])
  })

  test('is not a FIN that answers a FIN', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
  + 1 ms  client > server F. 6:6(0)   ack 11 {cksum partial}
  + 20 ms server > client F. 11:11(0) ack 7  {ttl 57}
  + 0 ms  client > server .  7:7(0)   ack 12 {cksum partial}
    `).all.has('close-simultaneous'),
      false,
    )
  })

  test('is not quite one when a RST cuts it short', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms  client > server F. 6:6(0)   ack 11
      + 5 ms  server > client F. 11:11(0) ack 6
      + 0 ms  client > server R. 7:7(0)   ack 12
    `).all.has('close-simultaneous'),
      false,
    )
  })
})
