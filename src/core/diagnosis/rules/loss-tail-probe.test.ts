/** Tests of `loss-tail-probe`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** The client's second request gets no acknowledgment, and is sent again after 240 ms. */
const PROBE = `${EXCHANGE}
 +100 ms  client > server  P.  6:16(10)        ack 11   win 502 <TS val 1146 ecr 9026> {cksum partial}
 +240 ms  client > server  P.  6:16(10)        ack 11   win 502 <TS val 1386 ecr 9026> {cksum partial}
`

const TAKEN = `${PROBE}
 + 20 ms  server > client  .   11:11(0)        ack 16   win 509 <TS val 9386 ecr 1386> {ttl 57}
`

describe('loss-tail-probe', () => {
  test('is the last segment once more, before the timeout, and then acknowledged', () => {
    const { id, finding } = verdictOf(TAKEN)
    assert.equal(id, 'loss-tail-probe')
    assert.deepEqual(finding.evidence, [{ point: 'repeats', packets: [9] }])
    assert.deepEqual(verdictsInOtherNumbers(TAKEN), ['loss-tail-probe'])
  })

  test('is not a repeat that the receiver reports as come twice', () => {
    const { id, findings } = verdictOf(TAKEN.replace('<TS val 9386 ecr 1386>', '<TS val 9386 ecr 1146,sack 6:16>'))
    assert.equal(id, 'retransmit-spurious')
    assert.ok(!findings.includes('loss-tail-probe'))
  })

  test('is nearly a timeout: the flow label of IPv6 tells', () => {
    const labels = (again: string) =>
      TAKEN.replaceAll('{cksum partial}', '{cksum partial,flow 7}').replace(
        '<TS val 1386 ecr 9026> {cksum partial,flow 7}',
        `<TS val 1386 ecr 9026> {cksum partial,flow ${again}}`,
      )
    assert.equal(verdictOf(labels('7'), { ipVersion: 6 }).id, 'loss-tail-probe')
    assert.equal(verdictOf(labels('8'), { ipVersion: 6 }).id, 'loss-rto')
  })
})
