/** When `timewait-late-segment` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const CLOSED = `${EXCHANGE}
  + 1 ms  client > server F. 6:6(0)   ack 11 {cksum partial}
  + 20 ms server > client F. 11:11(0) ack 7  {ttl 57}
  + 0 ms  client > server .  7:7(0)   ack 12 {cksum partial}
`

describe('timewait-late-segment', () => {
  test('is old data after the close, with the RST that its answer meets', () => {
    const text = `${CLOSED}
      + 1250 ms server > client P. 1:11(10) ack 6 win 509 <TS val 9026 ecr 1021> {ttl 57,id 5002}
      + 0 ms    client > server .  7:7(0)   ack 12 {id 0}
      + 20 ms   server > client R  12:12(0) {ttl 57,id 0}
    `
    const { id, finding, all } = verdictOf(text)
    assert.equal(id, 'timewait-late-segment')
    assert.deepEqual([finding.values['sender'], finding.values['bytes'], finding.values['ended']], ['server', 10, 'yes'])
    assert.deepEqual(
      [...all.keys()].filter((other) => other.startsWith('rst')),
      [],
    )
    assert.deepEqual(verdictsInOtherNumbers(text), ['timewait-late-segment'])
  })

  test('is an answer of TIME-WAIT to something unseen that is reset', () => {
    assert.equal(
      verdictOf(`${CLOSED}
      + 1250 ms client > server .  7:7(0)   ack 12 {id 0}
      + 0 ms    server > client R  12:12(0) {id 0}
    `).id,
      'timewait-late-segment',
    )
  })

  test('is not an ordinary close', () => {
    assert.equal(verdictOf(CLOSED).all.has('timewait-late-segment'), false)
  })

  test('is not quite the last ACK again, for a FIN that was repeated', () => {
    assert.equal(
      verdictOf(`${CLOSED}
      + 250 ms server > client F. 11:11(0) ack 7  {ttl 57}
      + 0 ms   client > server .  7:7(0)   ack 12 {id 0}
    `).id,
      'close-fin-retransmitted',
    )
  })
})
