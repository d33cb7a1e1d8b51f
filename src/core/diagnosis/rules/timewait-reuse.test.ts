/** When `timewait-reuse` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsOf } from './drawn-verdict.ts'

const CLOSED = `${EXCHANGE}
  + 1 ms  server > client F. 11:11(0) ack 6 {ttl 57}
  + 0 ms  client > server F. 6:6(0)   ack 12
  + 20 ms server > client .  12:12(0) ack 7 {ttl 57}
`
const AGAIN = `
  + 500 ms client > server S  700000:700000(0) win 64240
  + 20 ms  server > client S. 800000:800000(0) ack 700001 win 65160 {ttl 57}
  + 0 ms   client > server .  700001:700001(0) ack 800001
`

describe('timewait-reuse', () => {
  test('is a new connection on the ports of a closed one', () => {
    const [first, second] = verdictsOf(CLOSED + AGAIN)
    assert.equal(first?.id, 'open-normal')
    assert.equal(second?.id, 'timewait-reuse')
    assert.deepEqual(
      second?.finding.evidence.map(({ packets }) => packets),
      [[11], [12]],
    )
  })

  test('is not a first connection', () => {
    assert.equal(verdictOf(AGAIN).all.has('timewait-reuse'), false)
  })

  test('is not quite a connection after one that was reset', () => {
    const [, second] = verdictsOf(`${EXCHANGE}
      + 1 ms client > server R. 6:6(0) ack 11
      ${AGAIN}
    `)
    assert.equal(second?.all.has('timewait-reuse'), false)
  })
})
