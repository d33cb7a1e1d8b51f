/** Tests of `icmp-while-established`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const REJECTED = `${EXCHANGE}
 +100 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1146 ecr 9026> {cksum partial}
 + 20 ms  10.0.0.254 > client icmp 3/13 quotes client 6
 +220 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1386 ecr 9026> {cksum partial}
 + 20 ms  10.0.0.254 > client icmp 3/13 quotes client 6
 +220 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1626 ecr 9026> {cksum partial}
 + 20 ms  10.0.0.254 > client icmp 3/13 quotes client 6
`

describe('icmp-while-established', () => {
  test('is an ICMP error for every copy of the data', () => {
    const { id, finding } = verdictOf(REJECTED)
    assert.equal(id, 'icmp-while-established')
    assert.equal(finding.values['source'], '10.0.0.254')
    assert.equal(finding.values['error'], 'EHOSTUNREACH')
    assert.deepEqual(finding.evidence[1], { point: 'errors', packets: [9, 11, 13] })
    assert.deepEqual(verdictsInOtherNumbers(REJECTED, true), ['icmp-while-established'])
  })

  test('is told from quotes that were cut before the sequence number, by what is repeated', () => {
    const cut = REJECTED.replaceAll('quotes client 6', 'quotes client cut')
    const { id, finding } = verdictOf(cut)
    assert.deepEqual([id, finding.values['recovered']], ['icmp-while-established', 'no'])
    // An error behind which nothing is repeated need not be about anything that was missed.
    const [first] = cut.split('\n +220 ms')
    assert.ok(!verdictOf(`${first}\n + 1 ms server > client . 11:11(0) ack 16 win 509 {ttl 57}`).all.has('icmp-while-established'))
  })

  test('is not a request for smaller packets', () => {
    assert.ok(!verdictOf(REJECTED.replaceAll('icmp 3/13', 'icmp 3/4 mtu 1300')).all.has('icmp-while-established'))
  })

  test('is nearly one error about data that got through all the same', () => {
    const through = `${EXCHANGE}
 +100 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1146 ecr 9026> {cksum partial}
 + 20 ms  10.0.0.254 > client icmp 3/13 quotes client 6
 +  1 ms  server > client  .   11:11(0) ack 16 win 509 <TS val 9986 ecr 1146> {ttl 57}`
    assert.ok(!verdictOf(through).all.has('icmp-while-established'))
  })
})
