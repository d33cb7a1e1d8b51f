/** Tests of `keepalive-ok`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const ALIVE = `${EXCHANGE}
  + 30 s   client > server . 5:5(0)   ack 11
  + 20 ms  server > client . 11:11(0) ack 6 win 509 {ttl 57}
  + 30 s   client > server . 5:5(0)   ack 11
  + 20 ms  server > client . 11:11(0) ack 6 win 509 {ttl 57}
`

describe('keepalive-ok', () => {
  test('is idle time with answered probes', () => {
    const { id, finding } = verdictOf(ALIVE)
    assert.equal(id, 'keepalive-ok')
    assert.deepEqual([finding.values['prober'], finding.values['probes'], finding.values['answered']], ['client', 2, 2])
    assert.deepEqual(verdictsInOtherNumbers(ALIVE), ['keepalive-ok'])
  })

  test('is not an exchange', () => assert.equal(verdictOf(EXCHANGE).all.has('keepalive-ok'), false))

  test('is not quite when a probe found no answer', () => {
    assert.equal(
      verdictOf(`${ALIVE}
      + 30 s client > server . 5:5(0) ack 11
    `).all.has('keepalive-ok'),
      false,
    )
  })
})
