/** Tests of `slow-bandwidth`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** An upload of 24 segments, whose acknowledgments come after `first` ms, and each time by `more` ms later. */
function upload(first: number, more: number): string {
  let text = HANDSHAKE
  for (let i = 0; i < 12; i++) {
    const seq = 1 + i * 2920
    text += `\n + 1 ms client > server . ${seq}:${seq + 1460}(1460) ack 1\n + 0 ms client > server . ${seq + 1460}:${seq + 2920}(1460) ack 1`
    text += `\n + ${first + i * more} ms server > client . 1:1(0) ack ${seq + 2920} win 509 {ttl 57}`
  }
  return text
}

describe('slow-bandwidth', () => {
  test('is a round trip that grows while the data flows', () => {
    const { id, finding } = verdictOf(upload(20, 40))
    assert.equal(id, 'slow-bandwidth')
    assert.deepEqual([finding.blame, finding.values['sender'], finding.values['emptyNs']], ['path', 'client', 20e6])
    assert.deepEqual(verdictsInOtherNumbers(upload(20, 40)), ['slow-bandwidth'])
  })

  test('is a long round trip that grows by more than any ACK is kept back', () => {
    const far = (more: number): string => upload(160, more).replaceAll('+ 20 ms', '+ 160 ms')
    assert.equal(verdictOf(far(40)).id, 'slow-bandwidth')
    assert.equal(verdictOf(far(25)).all.has('slow-bandwidth'), false)
  })

  test('is not a round trip that stays', () => assert.equal(verdictOf(upload(20, 0)).all.has('slow-bandwidth'), false))

  test('is not quite delayed acknowledgments', () => assert.equal(verdictOf(upload(60, 1)).all.has('slow-bandwidth'), false))
})
