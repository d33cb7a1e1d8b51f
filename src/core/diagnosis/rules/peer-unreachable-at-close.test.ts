/** When `peer-unreachable-at-close` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const UNHEARD = `${EXCHANGE}
  + 300 ms client > server P. 6:16(10) ack 11
  + 0 ms   client > server F. 16:16(0) ack 11
  + 85 ms  client > server F. 16:16(0) ack 11
  + 250 ms client > server FP. 6:16(10) ack 11
  + 500 ms client > server FP. 6:16(10) ack 11
`

describe('peer-unreachable-at-close', () => {
  test('is data and FIN again and again without an answer', () => {
    const { id, finding, all } = verdictOf(UNHEARD)
    assert.equal(id, 'peer-unreachable-at-close')
    assert.deepEqual([finding.values['closer'], finding.values['lostBytes'], finding.values['copies']], ['client', 10, 3])
    assert.equal(all.has('half-closed-unfinished'), false)
    assert.deepEqual(verdictsInOtherNumbers(UNHEARD), ['peer-unreachable-at-close'])
  })

  test('is data before the FIN that is repeated alone', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 300 ms client > server P. 6:16(10) ack 11
      + 0 ms   client > server F. 16:16(0) ack 11
      + 300 ms client > server P. 6:16(10) ack 11
    `).id,
      'peer-unreachable-at-close',
    )
  })

  test('is not a FIN that was acknowledged', () => {
    assert.equal(
      verdictOf(`${UNHEARD}
      + 20 ms server > client . 11:11(0) ack 17 {ttl 57}
    `).id,
      'half-closed-unfinished',
    )
  })

  test('is not a FIN whose answer the capture has missed, as what follows acknowledges it', () => {
    const { all } = verdictOf(`${EXCHANGE}
      + 300 ms client > server P. 6:16(10) ack 11
      + 250 ms client > server P. 6:16(10) ack 11
      + 20 ms  server > client .  11:11(0) ack 16 {ttl 57}
      + 1 ms   client > server F. 16:16(0) ack 11
      + 21 ms  client > server .  17:17(0) ack 12
    `)
    assert.equal(all.has('peer-unreachable-at-close'), false)
  })

  test('is not quite a FIN that was sent once when the capture ended', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 300 ms client > server F. 6:6(0) ack 11
    `).id,
      'half-closed-unfinished',
    )
  })
})
