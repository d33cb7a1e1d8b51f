/** Tests of `pmtud-works`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const TOLD = `${HANDSHAKE}
 +  1 ms  client > server  .   1:1449(1448)   ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}
 +  5 ms  10.0.0.254 > client icmp 3/4 mtu 1300 quotes client 1
 +  0 ms  client > server  .   1:1249(1248)   ack 1 win 502 <TS val 1026 ecr 9000> {cksum partial}
 +  0 ms  client > server  P.  1249:1449(200) ack 1 win 502 <TS val 1026 ecr 9000> {cksum partial}
`

const TAKEN = `${TOLD}
 + 20 ms  server > client  .   1:1(0)         ack 1449 win 509 <TS val 9046 ecr 1026> {ttl 57}
`

describe('pmtud-works', () => {
  test('is a request for smaller packets that the sender follows', () => {
    const { id, finding, findings } = verdictOf(TAKEN)
    assert.equal(id, 'pmtud-works')
    assert.equal(finding.values['mtuBytes'], 1300)
    assert.deepEqual(
      finding.evidence.map(({ point, packets }) => [point, packets]),
      [
        ['told', [5]],
        ['smaller', [6, 7]],
        ['taken', [8]],
      ],
    )
    assert.ok(!findings.some((other) => other.startsWith('loss')), findings.join())
    assert.deepEqual(verdictsInOtherNumbers(TAKEN, true), ['pmtud-works'])
  })

  test('is not while the data has not got through', () => {
    assert.ok(!verdictOf(TOLD).all.has('pmtud-works'))
  })

  test('is nearly a refusal by ICMP', () => {
    assert.ok(!verdictOf(TAKEN.replace('icmp 3/4 mtu 1300', 'icmp 3/13')).all.has('pmtud-works'))
  })
})
