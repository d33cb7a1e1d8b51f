/** Tests of `paws-drop`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** At the server: a request with an old timestamp is answered with the old acknowledgment, and comes again until its timestamp is right. */
const REJECTED = `${EXCHANGE.replaceAll('{cksum partial}', '{ttl 57}')}
 +100 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 146 ecr 9026>  {ttl 57}
 +  0 ms  server > client  .   11:11(0) ack 6  win 509 <TS val 9126 ecr 1046>
 +240 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 386 ecr 9026>  {ttl 57}
 +  0 ms  server > client  .   11:11(0) ack 6  win 509 <TS val 9366 ecr 1046>
 +480 ms  client > server  P.  6:16(10) ack 11 win 502 <TS val 1866 ecr 9026> {ttl 57}
 +  0 ms  server > client  .   11:11(0) ack 16 win 509 <TS val 9846 ecr 1866>
`

describe('paws-drop', () => {
  test('is data with an old timestamp that is answered and not taken', () => {
    const { id, finding, findings } = verdictOf(REJECTED)
    assert.equal(id, 'paws-drop')
    assert.deepEqual(
      finding.evidence.map(({ point }) => point),
      ['backwards', 'again'],
    )
    assert.ok(!findings.includes('loss-rto'))
    assert.deepEqual(verdictsInOtherNumbers(REJECTED), ['paws-drop'])
  })

  test('is not loss: with timestamps in order it is', () => {
    const lost = REJECTED.replace('TS val 146 ', 'TS val 1146 ').replace('TS val 386 ', 'TS val 1386 ')
    assert.ok(!verdictOf(lost).all.has('paws-drop'))
  })

  test('is nearly an old timestamp that the receiver does not mind', () => {
    const taken = REJECTED.split('\n').slice(0, -6).join('\n')
    assert.ok(!verdictOf(`${taken}\n +  0 ms  server > client  .   11:11(0) ack 16 win 509 <TS val 9126 ecr 146>`).all.has('paws-drop'))
  })
})
