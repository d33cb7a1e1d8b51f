/** Tests of `bad-checksum`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** The exchange at the server, whose sums are all right. */
const WHOLE = EXCHANGE.replaceAll('{cksum partial}', '{ttl 57,cksum ok}')
  .replaceAll('{ttl 57}', '{cksum ok}')
  .replaceAll('{ttl 57,id 0}', '{id 0,cksum ok}')

const DAMAGED = `${WHOLE}
 +100 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1146 ecr 9026> {ttl 57,cksum bad}
 +240 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1386 ecr 9026> {ttl 57,cksum ok}
 +  0 ms  server > client  .   11:11(0) ack 16 win 509 <TS val 9386 ecr 1386> {cksum ok}
`

describe('bad-checksum', () => {
  test('is a segment with a wrong sum that is not taken, and a good copy that is', () => {
    const { id, finding, findings } = verdictOf(DAMAGED)
    assert.equal(id, 'bad-checksum')
    assert.deepEqual(finding.evidence, [
      { point: 'damaged', packets: [8] },
      { point: 'taken', packets: [10] },
    ])
    assert.ok(!findings.some((other) => other.startsWith('loss') || other === 'retransmit-spurious'), findings.join())
    assert.deepEqual(verdictsInOtherNumbers(DAMAGED), ['bad-checksum'])
  })

  test('is not a sum that was left to the card', () => {
    assert.ok(!verdictOf(DAMAGED.replace('cksum bad', 'cksum partial')).all.has('bad-checksum'))
  })

  test('is nearly an edited capture, in which all sums are wrong', () => {
    assert.ok(!verdictOf(DAMAGED.replaceAll(/cksum (ok|bad)/g, 'cksum bad')).all.has('bad-checksum'))
  })
})
