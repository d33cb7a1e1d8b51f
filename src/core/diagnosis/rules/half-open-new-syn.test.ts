/** When `half-open-new-syn` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsOf } from './drawn-verdict.ts'

const AGAIN = `
  + 1 s   client > server S  700000:700000(0) win 64240 <mss 1460,sackOK,TS val 2000 ecr 0,wscale 7> {id 31}
  + 20 ms server > client .  11:11(0) ack 6 win 509 <TS val 9900 ecr 1046> {ttl 57}
  + 0 ms  client > server R  6:6(0) {id 0}
  + 10 ms client > server S  700000:700000(0) win 64240 <mss 1460,sackOK,TS val 2030 ecr 0,wscale 7> {id 32}
  + 20 ms server > client S. 800000:800000(0) ack 700001 win 65160 <mss 1460,sackOK,TS val 9950 ecr 2030,wscale 7> {ttl 57}
  + 0 ms  client > server .  700001:700001(0) ack 800001 win 502
`

describe('half-open-new-syn', () => {
  test('is a SYN that meets an open connection, its RST, and the SYN again', () => {
    const [old, fresh] = verdictsOf(EXCHANGE + AGAIN)
    assert.equal(old?.id, 'open-established-at-end')
    assert.equal(fresh?.id, 'half-open-new-syn')
    assert.deepEqual([fresh?.finding.certainty, fresh?.finding.values['delayNs']], ['proven', 50e6])
    assert.deepEqual(
      [...(fresh?.all.keys() ?? [])].filter((id) => id.startsWith('rst') || id.startsWith('challenge')),
      [],
    )
  })

  test('is likely when the old connection is not in the capture and its socket counts on', () => {
    const fresh = verdictOf(AGAIN)
    assert.equal(fresh.id, 'half-open-new-syn')
    assert.equal(fresh.finding.certainty, 'likely')
  })

  test('is only possible where text has no IP ID', () => {
    assert.equal(verdictOf(AGAIN, { unknown: ['ipId', 'ttl'] }).finding.certainty, 'possible')
  })

  test('is not an ordinary opening', () => {
    assert.equal(verdictOf(EXCHANGE).all.has('half-open-new-syn'), false)
  })

  test('is not quite a SYN that meets TIME-WAIT', () => {
    const text = `${EXCHANGE}
      + 1 ms  server > client F. 11:11(0) ack 6 {ttl 57}
      + 0 ms  client > server F. 6:6(0)   ack 12
      + 20 ms server > client .  12:12(0) ack 7 {ttl 57}
      + 1 s   client > server S  700000:700000(0) win 64240
      + 20 ms server > client .  12:12(0) ack 7 {ttl 57,id 0}
      + 0 ms  client > server R  7:7(0) {id 0}
      + 10 ms client > server S  700000:700000(0) win 64240
      + 20 ms server > client S. 800000:800000(0) ack 700001 win 65160 {ttl 57}
      + 0 ms  client > server .  700001:700001(0) ack 800001
    `
    assert.equal(verdictsOf(text)[1]?.id, 'timewait-syn-challenged')
  })
})
