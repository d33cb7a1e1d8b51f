/** Tests of `loss-fast-retransmit`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** A download at the client: the segment 1001:2001 never came, the ones behind it did. */
const HOLE = `${HANDSHAKE}
 +  1 ms  client > server  P.  1:6(5)          ack 1    win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 21 ms  server > client  .   1:1001(1000)    ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5001}
 +  0 ms  server > client  .   2001:3001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5003}
 +  0 ms  server > client  .   3001:4001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5004}
 +  0 ms  server > client  .   4001:5001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5005}
 +  0 ms  client > server  .   6:6(0)          ack 1001 win 502 <TS val 1042 ecr 9021,sack 2001:3001> {cksum partial}
 +  0 ms  client > server  .   6:6(0)          ack 1001 win 502 <TS val 1042 ecr 9021,sack 2001:4001> {cksum partial}
 +  0 ms  client > server  .   6:6(0)          ack 1001 win 502 <TS val 1042 ecr 9021,sack 2001:5001> {cksum partial}
 +  0 ms  client > server  .   6:6(0)          ack 1001 win 502 <TS val 1042 ecr 9021,sack 2001:5001> {cksum partial}
`

const REPAIRED = `${HOLE}
 + 21 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9042 ecr 1042> {ttl 57,id 5006}
 +  0 ms  client > server  .   6:6(0)          ack 5001 win 502 <TS val 1063 ecr 9042> {cksum partial}
`

describe('loss-fast-retransmit', () => {
  test('is a gap that the receiver tells of, filled by a new copy after a round trip', () => {
    const { id, finding } = verdictOf(REPAIRED)
    assert.equal(id, 'loss-fast-retransmit')
    assert.deepEqual(
      finding.evidence.map(({ point, packets }) => [point, packets[0]]),
      [
        ['gap', 6],
        ['asked', 12],
        ['repeats', 13],
      ],
    )
    assert.equal(finding.values['losses'], 1)
    assert.deepEqual(verdictsInOtherNumbers(REPAIRED), ['loss-fast-retransmit'])
  })

  test('is not a segment that was only overtaken: its place in the count is the old one', () => {
    const late = REPAIRED.replace(
      '+ 21 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9042 ecr 1042> {ttl 57,id 5006}',
      '+ 0 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9021 ecr 1042> {ttl 57,id 5002}',
    )
    assert.notEqual(late, REPAIRED)
    const { id, findings } = verdictOf(late)
    assert.equal(id, 'reordering')
    assert.ok(!findings.includes('loss-fast-retransmit'))
  })

  test('is nearly a repair after a long silence', () => {
    assert.equal(
      verdictOf(REPAIRED.replace('+ 21 ms  server > client  .   1001', '+ 900 ms  server > client  .   1001')).id,
      'loss-upstream',
    )
  })
})
