/** When `open-normal` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const CLOSE = `
  + 1 ms  client > server F. 6:6(0)   ack 11 {cksum partial}
  + 20 ms server > client F. 11:11(0) ack 7  {ttl 57}
  + 0 ms  client > server .  7:7(0)   ack 12 {cksum partial}
`

describe('open-normal', () => {
  test('is an exchange in which the server has the last word, and a close', () => {
    const { id, finding, findings } = verdictOf(EXCHANGE + CLOSE)
    assert.equal(id, 'open-normal')
    assert.deepEqual(findings, ['checksum-offload', 'close-3seg'])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[1, 2, 3], [4], [6], [8, 9]],
    )
    assert.equal(finding.values['openingNs'], 20e6)
    assert.deepEqual(verdictsInOtherNumbers(EXCHANGE + CLOSE), ['open-normal'])
  })

  test('is not a connection that stays open', () => {
    assert.equal(verdictOf(EXCHANGE).id, 'open-established-at-end')
  })

  test('is not quite one in which the client has the last word, nor one without data', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms  client > server FP. 6:9(3)  ack 11
      + 20 ms server > client F. 11:11(0) ack 10
      + 0 ms  client > server .  10:10(0) ack 12
    `).id,
      'close-3seg',
    )
    assert.equal(
      verdictOf(`${HANDSHAKE}
      + 1 ms  client > server F. 1:1(0) ack 1
      + 20 ms server > client F. 1:1(0) ack 2
      + 0 ms  client > server .  2:2(0) ack 2
    `).id,
      'close-3seg',
    )
  })
})
