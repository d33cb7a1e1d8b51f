/** Tests of `slow-client`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const NEXT = (wait: string) => `${EXCHANGE}
  + ${wait} client > server P. 6:11(5)   ack 11
  + 22 ms   server > client P. 11:21(10) ack 11 {ttl 57}
  + 0 ms    client > server .  11:11(0)  ack 21
`

describe('slow-client', () => {
  test('is a client that waits before its next request', () => {
    const { id, finding } = verdictOf(NEXT('3 s'))
    assert.equal(id, 'slow-client')
    assert.deepEqual([finding.blame, finding.evidence.map(({ packets }) => packets)], ['client', [[6], [8]]])
    assert.deepEqual(verdictsInOtherNumbers(NEXT('3 s')), ['slow-client'])
  })

  test('is a request in pieces', () => {
    const { id, finding } = verdictOf(
      EXCHANGE.replace('+  5 ms  server', '+ 700 ms client > server P. 6:16(10) ack 1\n + 22 ms server')
        .replace('1:11(10) ack 6', '1:11(10) ack 16')
        .replace('.   6:6(0)', '.   16:16(0)'),
    )
    assert.equal(id, 'slow-client')
    assert.equal(finding.values['isPause'], 1)
  })

  test('is not a client that goes on at once', () => assert.equal(verdictOf(NEXT('20 ms')).all.has('slow-client'), false))

  test('is not quite half a second between two requests', () => assert.equal(verdictOf(NEXT('600 ms')).all.has('slow-client'), false))
})
