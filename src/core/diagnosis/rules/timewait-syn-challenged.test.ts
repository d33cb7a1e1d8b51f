/** When `timewait-syn-challenged` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsOf } from './drawn-verdict.ts'

const CLOSED = `${EXCHANGE}
  + 1 ms  server > client F. 11:11(0) ack 6 {ttl 57}
  + 0 ms  client > server F. 6:6(0)   ack 12
  + 20 ms server > client .  12:12(0) ack 7 {ttl 57}
`
const AGAIN = `
  + 500 ms client > server S  700000:700000(0) win 64240 {id 31}
  + 20 ms  server > client .  12:12(0) ack 7 {ttl 57,id 0}
  + 0 ms   client > server R  7:7(0) {id 0}
  + 10 ms  client > server S  700000:700000(0) win 64240 {id 32}
  + 20 ms  server > client S. 800000:800000(0) ack 700001 win 65160 {ttl 57}
  + 0 ms   client > server .  700001:700001(0) ack 800001
`

describe('timewait-syn-challenged', () => {
  test('is a SYN that gets the last ACK of a closed connection', () => {
    const [, fresh] = verdictsOf(CLOSED + AGAIN)
    assert.equal(fresh?.id, 'timewait-syn-challenged')
    assert.deepEqual([fresh?.finding.certainty, fresh?.finding.values['delayNs']], ['proven', 50e6])
    assert.equal(fresh?.all.has('timewait-reuse'), false)
  })

  test('is likely by the IP ID of 0 when the old connection was not captured', () => {
    const fresh = verdictOf(AGAIN)
    assert.equal(fresh.id, 'timewait-syn-challenged')
    assert.equal(fresh.finding.certainty, 'likely')
  })

  test('is not a reuse that is accepted at once', () => {
    const [, fresh] = verdictsOf(`${CLOSED}
      + 500 ms client > server S  700000:700000(0) win 64240
      + 20 ms  server > client S. 800000:800000(0) ack 700001 win 65160 {ttl 57}
      + 0 ms   client > server .  700001:700001(0) ack 800001
    `)
    assert.equal(fresh?.id, 'timewait-reuse')
  })

  test('is not quite an answer that counts on: there is a live socket', () => {
    assert.equal(verdictOf(AGAIN.replace('id 0}\n  + 0 ms', 'id 5100}\n  + 0 ms')).id, 'half-open-new-syn')
  })
})
