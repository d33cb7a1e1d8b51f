/** Tests of `idle-timeout-middlebox`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const FORGOTTEN = `${EXCHANGE}
  + 301 s  client > server P. 6:16(10) ack 11
  + 230 ms client > server P. 6:16(10) ack 11
  + 230 ms client > server P. 6:16(10) ack 11
  + 460 ms client > server P. 6:16(10) ack 11
`

describe('idle-timeout-middlebox', () => {
  test('is silence after minutes of idle time', () => {
    const { id, finding, findings } = verdictOf(FORGOTTEN)
    assert.equal(id, 'idle-timeout-middlebox')
    assert.equal(finding.certainty, 'possible')
    assert.ok(findings.includes('blackhole-timeout'))
    assert.deepEqual(verdictsInOtherNumbers(FORGOTTEN), ['idle-timeout-middlebox'])
  })

  test('is a reset from somewhere else after minutes of idle time', () => {
    const { id, finding } = verdictOf(
      `${EXCHANGE}
      + 301 s server > client . 11:11(0) ack 6 {ttl 57}
      + 1 s   client > server P. 6:16(10) ack 11
      + 5 ms  server > client R 11:11(0) {ttl 62}
    `.replace('+ 301 s server > client . 11:11(0) ack 6 {ttl 57}\n      + 1 s ', '+ 302 s'),
    )
    assert.equal(id, 'idle-timeout-middlebox')
    assert.deepEqual([finding.certainty, finding.values['rstTtl'], finding.values['usualTtl']], ['likely', 62, 57])
  })

  test('is not silence in the middle of the talk', () => {
    assert.equal(verdictOf(FORGOTTEN.replace('301 s', '2 s')).id, 'blackhole-timeout')
  })

  test('is not quite a reset with the TTL of the other end', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 302 s client > server P. 6:16(10) ack 11
      + 20 ms server > client R 11:11(0) {ttl 57}
    `).all.has('idle-timeout-middlebox'),
      false,
    )
  })
})
