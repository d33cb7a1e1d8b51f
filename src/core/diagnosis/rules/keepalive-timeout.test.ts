/** Tests of `keepalive-timeout`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const GONE = `${EXCHANGE}
  + 30 s  client > server .  5:5(0)  ack 11
  + 5 s   client > server .  5:5(0)  ack 11
  + 5 s   client > server R. 6:6(0)  ack 11 win 502 <TS val 50000 ecr 9026>
`

describe('keepalive-timeout', () => {
  test('is probes without answer, and the reset that gives up', () => {
    const { id, finding } = verdictOf(GONE)
    assert.equal(id, 'keepalive-timeout')
    assert.deepEqual([finding.certainty, finding.values['probes'], finding.values['other']], ['proven', 2, 'server'])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[6], [8, 9], [10]],
    )
    assert.deepEqual(verdictsInOtherNumbers(GONE), ['keepalive-timeout'])
  })

  test('is not answered probes', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 30 s  client > server .  5:5(0)   ack 11
      + 20 ms server > client .  11:11(0) ack 6 win 509 {ttl 57}
    `).all.has('keepalive-timeout'),
      false,
    )
  })

  test('is not quite two probes, and no reset yet', () => {
    assert.equal(verdictOf(GONE.split('\n').slice(0, -2).join('\n')).all.has('keepalive-timeout'), false)
  })
})
