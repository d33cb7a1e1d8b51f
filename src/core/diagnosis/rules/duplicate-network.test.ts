/** Tests of `duplicate-network`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const DOWNLOAD = `${HANDSHAKE}
 +  1 ms  client > server  P.  1:6(5)          ack 1    win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 21 ms  server > client  .   1:1001(1000)    ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5001}
 +  0 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9022 ecr 1021> {ttl 57,id 5002}
 +  0 ms  server > client  .   2001:3001(1000) ack 6    win 509 <TS val 9023 ecr 1021> {ttl 57,id 5003}
 +  0 ms  client > server  .   6:6(0)          ack 3001 win 502 <TS val 1042 ecr 9021> {cksum partial}
`

const REPORT = `
 +  0 ms  client > server  .   6:6(0)          ack 3001 win 502 <TS val 1046 ecr 9022,sack 1001:2001> {cksum partial}
`

const COPY = `${DOWNLOAD}
 +  4 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9022 ecr 1021> {ttl 57,id 5002}
${REPORT}`

describe('duplicate-network', () => {
  test('is a packet again with the number that it had, and a report of it', () => {
    const { id, finding } = verdictOf(COPY)
    assert.equal(id, 'duplicate-network')
    assert.equal(finding.certainty, 'proven')
    assert.deepEqual(finding.evidence, [
      { point: 'copies', packets: [9] },
      { point: 'reported', packets: [10] },
    ])
    assert.deepEqual(verdictsInOtherNumbers(COPY), ['duplicate-network'])
  })

  test('is, at the sender, a report of bytes that it sent once', () => {
    const { id, finding } = verdictOf(DOWNLOAD + REPORT)
    assert.equal(id, 'duplicate-network')
    assert.equal(finding.values['seen'], 'reports')
  })

  test('is known without an IP ID by a clock that stands still, when nobody has asked', () => {
    const burst = COPY.replaceAll(/,id \d+/g, '')
      .replaceAll('TS val 9021', 'TS val 9023')
      .replaceAll('TS val 9022', 'TS val 9023')
    assert.equal(verdictOf(burst, { ipVersion: 6 }).id, 'duplicate-network')
    const later = burst.replace(
      '+  4 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9023',
      '+ 250 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9273',
    )
    assert.notEqual(later, burst)
    assert.equal(verdictOf(later, { ipVersion: 6 }).id, 'retransmit-spurious')
  })

  test('is not a segment sent again, with a number of its own', () => {
    const { all } = verdictOf(
      COPY.replace(
        '+  4 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9022 ecr 1021> {ttl 57,id 5002}',
        '+ 250 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9272 ecr 1021> {ttl 57,id 5004}',
      ),
    )
    assert.ok(!all.has('duplicate-network'))
    assert.ok(all.has('retransmit-spurious'))
  })

  test('is nearly a keepalive with one byte, which is reported alike', () => {
    assert.ok(!verdictOf(DOWNLOAD + REPORT.replace('sack 1001:2001', 'sack 3000:3001')).all.has('duplicate-network'))
  })
})
