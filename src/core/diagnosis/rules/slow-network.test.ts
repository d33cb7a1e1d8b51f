/** Tests of `slow-network`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const FAR = `${EXCHANGE}
  + 1 ms   client > server P. 6:11(5)   ack 11
  + 20 ms  server > client P. 11:21(10) ack 11 {ttl 57}
  + 0 ms   client > server .  11:11(0)  ack 21
`.replaceAll('+ 20 ms', '+ 350 ms')

describe('slow-network', () => {
  test('is time that goes into long round trips', () => {
    const { id, finding } = verdictOf(FAR)
    assert.equal(id, 'slow-network')
    assert.deepEqual([finding.blame, finding.values['rttNs'], finding.values['trips']], ['path', 350e6, 3])
    assert.deepEqual(verdictsInOtherNumbers(FAR), ['slow-network'])
  })

  test('is not a short way', () => assert.equal(verdictOf(FAR.replaceAll('350 ms', '50 ms')).all.has('slow-network'), false))

  test('is not quite a long way on which the server is slower still', () => {
    const { all } = verdictOf(FAR.replace('+  5 ms  server', '+ 3 s server'))
    assert.equal(all.has('slow-network'), false)
    assert.ok(all.has('slow-server'))
  })
})
