/** When `close-4way` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

describe('close-4way', () => {
  test('is FIN, ACK, FIN, ACK', () => {
    const text = `${EXCHANGE}
  + 1 ms   client > server F. 6:6(0)   ack 11 {cksum partial}
  + 60 ms  server > client .  11:11(0) ack 7  {ttl 57}
  + 300 ms server > client F. 11:11(0) ack 7  {ttl 57}
  + 0 ms   client > server .  7:7(0)   ack 12 {id 0}
    `
    const { id, finding } = verdictOf(text)
    assert.equal(id, 'close-4way')
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[8], [9], [10], [11]],
    )
    assert.deepEqual([finding.values['closer'], finding.values['waitNs'], finding.certainty], ['client', 360e6, 'proven'])
    assert.deepEqual(verdictsInOtherNumbers(text), ['close-4way'])
  })

  test('is only likely without the last ACK', () => {
    const { id, finding } = verdictOf(`${HANDSHAKE}
      + 1 ms  server > client F. 1:1(0) ack 1
      + 40 ms client > server .  1:1(0) ack 2
      + 1 s   client > server F. 1:1(0) ack 2
    `)
    assert.equal(id, 'close-4way')
    assert.equal(finding.certainty, 'likely')
    assert.equal(finding.values['closer'], 'server')
  })

  test('is not a close in three segments', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
  + 1 ms  client > server F. 6:6(0)   ack 11 {cksum partial}
  + 20 ms server > client F. 11:11(0) ack 7  {ttl 57}
  + 0 ms  client > server .  7:7(0)   ack 12 {cksum partial}
    `).all.has('close-4way'),
      false,
    )
  })

  test('is not quite a second FIN that does not acknowledge the first', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms  client > server F. 6:6(0)   ack 11
      + 5 ms  server > client F. 11:11(0) ack 6
      + 0 ms  client > server .  7:7(0)   ack 12
      + 20 ms server > client .  12:12(0) ack 7
    `).all.has('close-4way'),
      false,
    )
  })
})
