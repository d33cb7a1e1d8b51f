/** Tests of `retransmit-spurious`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const TWICE = `${EXCHANGE}
 +100 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1146 ecr 9026> {cksum partial}
 +240 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1386 ecr 9026> {cksum partial}
 +500 ms  server > client  .   11:11(0) ack 16 win 509 <TS val 9700 ecr 1146> {ttl 57}
`

const REPORTED = `${TWICE}
 +  0 ms  server > client  .   11:11(0) ack 16 win 509 <TS val 9700 ecr 1386,sack 6:16> {ttl 57}
`

describe('retransmit-spurious', () => {
  test('is a repeat that the receiver reports as come twice', () => {
    const { id, finding } = verdictOf(REPORTED)
    assert.equal(id, 'retransmit-spurious')
    assert.equal(finding.certainty, 'proven')
    assert.deepEqual(finding.evidence, [
      { point: 'repeats', packets: [9] },
      { point: 'reported', packets: [11] },
    ])
    assert.deepEqual(verdictsInOtherNumbers(REPORTED), ['retransmit-spurious'])
  })

  test('is not a repeat that nobody reports', () => {
    assert.equal(verdictOf(TWICE).id, 'loss-tail-probe')
  })

  test('is nearly the report of something else', () => {
    const { all } = verdictOf(REPORTED.replace('sack 6:16', 'sack 1:6'))
    assert.ok(!all.has('retransmit-spurious'))
  })

  test('is a repeat of what had been acknowledged already, at the receiver', () => {
    const again = `${EXCHANGE} +200 ms  client > server  P.  1:6(5) ack 1 win 502 <TS val 1246 ecr 9000>`
    const { id, finding } = verdictOf(again)
    assert.equal(id, 'retransmit-spurious')
    assert.equal(finding.certainty, 'likely')
  })
})
