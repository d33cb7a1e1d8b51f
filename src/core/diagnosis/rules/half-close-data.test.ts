/** When `half-close-data` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const HALF_CLOSED = `${HANDSHAKE}
  + 1 ms   client > server P. 1:6(5)     ack 1
  + 0 ms   client > server F. 6:6(0)     ack 1
  + 20 ms  server > client P. 1:501(500) ack 7
  + 0 ms   client > server .  7:7(0)     ack 501
  + 250 ms server > client P. 501:1001(500) ack 7
  + 0 ms   client > server .  7:7(0)     ack 1001
`

describe('half-close-data', () => {
  test('is data behind the FIN of the other end', () => {
    const text = `${HALF_CLOSED}
      + 1 ms server > client F. 1001:1001(0) ack 7
      + 0 ms client > server .  7:7(0)       ack 1002
    `
    const { id, finding, all } = verdictOf(text)
    assert.equal(id, 'half-close-data')
    assert.equal(finding.values['segments'], 2)
    assert.equal(all.has('half-closed-unfinished'), false)
    assert.deepEqual(verdictsInOtherNumbers(text), ['half-close-data'])
  })

  test('is going on when the capture ends', () => {
    assert.deepEqual(verdictOf(HALF_CLOSED).finding.alternatives, ['half-closed-unfinished'])
  })

  test('is not data that is answered with RST', () => {
    assert.equal(
      verdictOf(`${HANDSHAKE}
      + 1 ms  client > server F. 1:1(0)  ack 1
      + 40 ms server > client .  1:1(0)  ack 2
      + 20 ms server > client P. 1:5(4)  ack 2
      + 0 ms  client > server R  2:2(0)  {id 0}
    `).all.has('half-close-data'),
      false,
    )
  })

  test('is not quite the repeat of data from before the FIN', () => {
    assert.equal(
      verdictOf(`${HANDSHAKE}
      + 1 ms   server > client P. 1:5(4)  ack 1
      + 1 ms   client > server F. 1:1(0)  ack 1
      + 220 ms server > client P. 1:5(4)  ack 2
      + 0 ms   client > server .  2:2(0)  ack 5
      + 1 ms   server > client F. 5:5(0)  ack 2
      + 0 ms   client > server .  2:2(0)  ack 6
    `).all.has('half-close-data'),
      false,
    )
  })
})
