/** When `rst-injected-ignored` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const STALE = `${EXCHANGE}
  + 200 ms server > client R  900000:900000(0) {ttl 44,id 9}
  + 600 ms client > server P. 6:9(3)    ack 11
  + 20 ms  server > client P. 11:15(4)  ack 9 {ttl 57}
`

describe('rst-injected-ignored', () => {
  test('is a RST far off that nobody reacts to', () => {
    const { id, finding, all } = verdictOf(STALE)
    assert.equal(id, 'rst-injected-ignored')
    assert.equal(finding.values['off'], 899_989)
    assert.equal(all.has('rst-injected'), false)
    assert.deepEqual(verdictsInOtherNumbers(STALE), ['rst-injected-ignored'])
  })

  test('is a RST at the exact number that never reached its receiver, as the close shows', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 200 ms server > client R  11:11(0) {ttl 57}
      + 600 ms client > server P. 6:9(3)   ack 11
      + 20 ms  server > client F. 11:11(0) ack 9 {ttl 57}
      + 0 ms   client > server F. 9:9(0)   ack 12
      + 20 ms  server > client .  12:12(0) ack 10 {ttl 57}
    `).id,
      'rst-injected-ignored',
    )
  })

  test('is not a RST that ends the connection', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 200 ms server > client R 11:11(0) {ttl 57,id 0}
    `).all.has('rst-injected-ignored'),
      false,
    )
  })

  test('is not quite one that was challenged', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 200 ms server > client R  1013:1013(0) {ttl 44,id 9}
      + 0 ms   client > server .  6:6(0)    ack 11
      + 600 ms client > server P. 6:9(3)    ack 11
      + 20 ms  server > client P. 11:15(4)  ack 9 {ttl 57}
    `).all.has('rst-injected-ignored'),
      false,
    )
  })
})
