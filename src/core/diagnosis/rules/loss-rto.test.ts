/** Tests of `loss-rto`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const REPEATS = `${EXCHANGE}
 +100 ms  client > server  P.  6:16(10)        ack 11   win 502 <TS val 1146 ecr 9026> {cksum partial}
 +240 ms  client > server  P.  6:16(10)        ack 11   win 502 <TS val 1386 ecr 9026> {cksum partial}
 +240 ms  client > server  P.  6:16(10)        ack 11   win 502 <TS val 1626 ecr 9026> {cksum partial}
 +480 ms  client > server  P.  6:16(10)        ack 11   win 502 <TS val 2106 ecr 9026> {cksum partial}
`

const TAKEN = `${REPEATS}
 + 20 ms  server > client  .   11:11(0)        ack 16   win 509 <TS val 9986 ecr 2106> {ttl 57}
`

describe('loss-rto', () => {
  test('is data again and again, with doubled pauses, until it is acknowledged', () => {
    const { id, finding } = verdictOf(TAKEN)
    assert.equal(id, 'loss-rto')
    assert.deepEqual(finding.evidence, [{ point: 'repeats', packets: [10, 11] }])
    assert.equal(finding.values['longestNs'], 480e6)
    assert.deepEqual(verdictsInOtherNumbers(TAKEN), ['loss-rto'])
  })

  test('is not a path that stays dead', () => {
    const { id, findings } = verdictOf(REPEATS)
    assert.equal(id, 'blackhole-timeout')
    assert.ok(!findings.includes('loss-rto'))
  })

  test('is nearly a delay after which every copy arrives', () => {
    const reports = [1386, 1626, 2106]
      .map((ts) => ` +  0 ms  server > client  .   11:11(0)        ack 16   win 509 <TS val 9987 ecr ${ts},sack 6:16> {ttl 57}`)
      .join('\n')
    const { id, findings } = verdictOf(`${TAKEN.replace('ecr 2106', 'ecr 1146')}${reports}`)
    assert.equal(id, 'retransmit-spurious')
    assert.ok(!findings.includes('loss-rto'))
  })

  test('is not a repeat that the receiver asked for, and that came sooner than any timer', () => {
    const asked = (ms: number): string => `${HANDSHAKE}
      + 1 ms  client > server . 1:1001(1000)    ack 1    win 502
      + 0 ms  client > server . 1001:2001(1000) ack 1    win 502
      + 0 ms  client > server . 2001:3001(1000) ack 1    win 502
      + 0 ms  client > server . 3001:4001(1000) ack 1    win 502
      + 20 ms server > client . 1:1(0)          ack 1    win 509 {ttl 57}
      + 0 ms  server > client . 1:1(0)          ack 1    win 509 {ttl 57}
      + 0 ms  server > client . 1:1(0)          ack 1    win 509 {ttl 57}
      + 0 ms  server > client . 1:1(0)          ack 1    win 509 {ttl 57}
      + ${ms} ms client > server . 1:1001(1000) ack 1    win 502
      + 20 ms server > client . 1:1(0)          ack 4001 win 509 {ttl 57}
    `
    assert.equal(verdictOf(asked(50)).id, 'loss-fast-retransmit')
    assert.equal(verdictOf(asked(300)).id, 'loss-rto')
  })
})
