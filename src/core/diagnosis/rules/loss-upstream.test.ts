/** Tests of `loss-upstream`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** A gap, the receiver's word, and the bytes 700 ms later: the sender waited for its timer. */
const LATE = `${HANDSHAKE}
 +  1 ms  client > server  P.  1:6(5)          ack 1    win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 21 ms  server > client  .   1:1001(1000)    ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5001}
 +  0 ms  server > client  .   2001:3001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5003}
 +  0 ms  client > server  .   6:6(0)          ack 1001 win 502 <TS val 1042 ecr 9021,sack 2001:3001> {cksum partial}
 +700 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9742 ecr 1042> {ttl 57,id 5005}
 +  0 ms  client > server  .   6:6(0)          ack 3001 win 502 <TS val 1763 ecr 9742> {cksum partial}
`

describe('loss-upstream', () => {
  test('is a gap that a new copy fills late', () => {
    const { id, finding } = verdictOf(LATE)
    assert.equal(id, 'loss-upstream')
    assert.equal(finding.values['lost'], 'before')
    assert.deepEqual(verdictsInOtherNumbers(LATE), ['loss-upstream'])
  })

  test('is not a gap that is acknowledged without being filled: the capture missed the packet', () => {
    const missed = LATE.split('\n')
      .filter((line) => !line.includes('1001:2001') && !line.includes('sack'))
      .join('\n')
    const { id, findings } = verdictOf(missed)
    assert.equal(id, 'capture-incomplete')
    assert.ok(!findings.includes('loss-upstream'))
  })

  test('is nearly loss that the capture point still saw', () => {
    const seen = LATE.replace(
      ' +  0 ms  server > client  .   2001',
      ' +  0 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5002}\n +  0 ms  server > client  .   2001',
    )
    assert.ok(!verdictOf(seen).all.has('loss-upstream'))
  })
})
