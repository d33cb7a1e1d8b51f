/** Tests of `wscale-mismatch`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const DRIP = `
    0 ms   client > server  S  0:0(0)       win 64240 <mss 1460,wscale 7>
  + 20 ms  server > client  S. 0:0(0) ack 1 win 65160 <mss 1460> {ttl 57}
  + 0 ms   client > server  .  1:1(0)       ack 1
  + 1 ms   client > server  P. 1:501(500)   ack 1
  + 20 ms  server > client  .  1:1(0)       ack 501 win 67 {ttl 57}
  + 300 ms client > server  P. 501:568(67)  ack 1
  + 20 ms  server > client  .  1:1(0)       ack 568 win 67 {ttl 57}
  + 300 ms client > server  P. 568:635(67)  ack 1
  + 20 ms  server > client  .  1:1(0)       ack 635 win 67 {ttl 57}
  + 300 ms client > server  P. 635:702(67)  ack 1
  + 20 ms  server > client  .  1:1(0)       ack 702 win 67 {ttl 57}
`

describe('wscale-mismatch', () => {
  test('is a sender that fills a tiny window again and again', () => {
    const { id, finding } = verdictOf(DRIP)
    assert.equal(id, 'wscale-mismatch')
    assert.deepEqual([finding.certainty, finding.blame, finding.values['window'], finding.values['segments']], ['likely', 'path', 67, 3])
    assert.deepEqual(verdictsInOtherNumbers(DRIP), ['wscale-mismatch'])
  })

  test('is proven where the scale is still there', () => {
    assert.equal(verdictOf(DRIP.replace('65160 <mss 1460>', '65160 <mss 1460,wscale 10>')).finding.certainty, 'proven')
  })

  test('is not an exchange', () => assert.equal(verdictOf(EXCHANGE).all.has('wscale-mismatch'), false))

  test('is not quite a sender that never offered a scale', () => {
    assert.equal(verdictOf(DRIP.replace('<mss 1460,wscale 7>', '<mss 1460>')).all.has('wscale-mismatch'), false)
  })
})
