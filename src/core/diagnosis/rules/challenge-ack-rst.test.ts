/** When `challenge-ack-rst` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const CHALLENGED = `${EXCHANGE}
  + 200 ms server > client R  1013:1013(0) {ttl 44,id 9}
  + 0 ms   client > server .  6:6(0)    ack 11 win 502 <TS val 1246 ecr 9026> {cksum partial}
`

describe('challenge-ack-rst', () => {
  test('is a RST near the number, an ACK, and the connection going on', () => {
    const text = `${CHALLENGED}
      + 600 ms client > server P. 6:9(3)   ack 11 win 502 <TS val 1846 ecr 9026>
      + 20 ms  server > client P. 11:15(4) ack 9  win 509 <TS val 9900 ecr 1846> {ttl 57}
    `
    const { id, finding } = verdictOf(text)
    assert.equal(id, 'challenge-ack-rst')
    assert.deepEqual([finding.values['off'], finding.values['resetTtl'], finding.values['usualTtl']], [1002, 44, 57])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[8], [9], [11]],
    )
    assert.deepEqual(verdictsInOtherNumbers(text), ['challenge-ack-rst'])
  })

  test('is not a RST without an ACK for it', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 200 ms server > client R  1013:1013(0) {ttl 44,id 9}
      + 600 ms client > server P. 6:9(3)   ack 11
      + 20 ms  server > client P. 11:15(4) ack 9 {ttl 57}
    `).id,
      'rst-injected-ignored',
    )
  })

  test('is not quite a challenge that is answered with the exact RST', () => {
    assert.equal(
      verdictOf(`${CHALLENGED}
      + 20 ms server > client R 11:11(0) {ttl 57,id 0}
    `).all.has('challenge-ack-rst'),
      false,
    )
  })
})
