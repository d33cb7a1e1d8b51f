/** Tests of `nagle-delayed-ack`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** Requests in two writes each; the second leaves `wait` ms after the first was acknowledged, and that took `delay` ms. */
function requests(delay: number, wait: number): string {
  let text = HANDSHAKE
  for (let i = 0; i < 5; i++) {
    const seq = 1 + i * 20
    const ack = 1 + i * 8
    text += `
      + 1 ms client > server P. ${seq}:${seq + 10}(10) ack ${ack}
      + ${delay} ms server > client . ${ack}:${ack}(0) ack ${seq + 10} win 509 {ttl 57}
      + ${wait} ms client > server P. ${seq + 10}:${seq + 20}(10) ack ${ack}
      + 20 ms server > client P. ${ack}:${ack + 8}(8) ack ${seq + 20} win 509 {ttl 57}`
  }
  return text
}

describe('nagle-delayed-ack', () => {
  test('is small writes that wait for delayed ACKs', () => {
    const { id, finding } = verdictOf(requests(62, 0))
    assert.equal(id, 'nagle-delayed-ack')
    assert.deepEqual([finding.blame, finding.values['stalls']], ['client', 5])
    assert.deepEqual(verdictsInOtherNumbers(requests(62, 0)), ['nagle-delayed-ack'])
  })

  test('is not an exchange', () => assert.equal(verdictOf(EXCHANGE).all.has('nagle-delayed-ack'), false))

  test('is not quite acknowledgments that come with the round trip', () =>
    assert.equal(verdictOf(requests(21, 0)).all.has('nagle-delayed-ack'), false))

  test('is not quite a program that waits by itself', () => assert.equal(verdictOf(requests(62, 40)).all.has('nagle-delayed-ack'), false))
})
