/** Tests of `slow-network`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const FAR = `${EXCHANGE}
  + 1 ms   client > server P. 6:11(5)   ack 11
  + 20 ms  server > client P. 11:21(10) ack 11 {ttl 57}
  + 0 ms   client > server .  11:11(0)  ack 21
`.replaceAll('+ 20 ms', '+ 350 ms')

/** The same as the server sees it: what it answers is on its way when the capture shows it. */
const FAR_FROM_SERVER = `
  0 s      client > server S  0:0(0)         win 64240 <mss 1460,sackOK,wscale 7> {ttl 57}
  + 0 ms   server > client S. 0:0(0)   ack 1 win 65160 <mss 1460,sackOK,wscale 7> {id 0,cksum partial}
  + 350 ms client > server .  1:1(0)   ack 1 win 502 {ttl 57}
  + 1 ms   client > server P. 1:6(5)   ack 1 win 502 {ttl 57}
  + 1 ms   server > client P. 1:11(10) ack 6 win 509 {cksum partial}
`
const SECOND_ANSWER = `
  + 350 ms client > server P. 6:11(5)   ack 11 win 502 {ttl 57}
  + 1 ms   server > client P. 11:21(10) ack 11 win 509 {cksum partial}
`

describe('slow-network', () => {
  test('is as many round trips at the server as at the client', () => {
    const last = '+ 350 ms client > server . 11:11(0) ack 21 win 502 {ttl 57}'
    const { id, finding } = verdictOf(`${FAR_FROM_SERVER}${SECOND_ANSWER}${last}`)
    assert.deepEqual([id, finding.values['trips'], finding.values['activeNs']], ['slow-network', 3, 1053e6])
    // The handshake and one answer take two.
    assert.equal(verdictOf(`${FAR_FROM_SERVER}${last.replace('11:11(0) ack 21', '6:6(0) ack 11')}`).all.has('slow-network'), false)
  })

  test('is time that goes into long round trips', () => {
    const { id, finding } = verdictOf(FAR)
    assert.equal(id, 'slow-network')
    assert.deepEqual([finding.blame, finding.values['rttNs'], finding.values['trips']], ['path', 350e6, 3])
    assert.deepEqual(verdictsInOtherNumbers(FAR), ['slow-network'])
  })

  test('is not a short way', () => assert.equal(verdictOf(FAR.replaceAll('350 ms', '50 ms')).all.has('slow-network'), false))

  test('is not a SYN-ACK that came late because it was sent again: the answer to the first is in the capture, the first is not', () => {
    const repeated = EXCHANGE.replace(/ \+ 20 ms  server > client  S\..*/, '').replace(
      '+  1 ms  client',
      ' + 3 s server > client S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,TS val 12000 ecr 1000,wscale 7> {ttl 57,id 0}\n + 1 ms client',
    )
    const { all } = verdictOf(repeated)
    assert.equal(all.has('slow-network'), false)
  })

  test('is not quite a long way on which the server is slower still', () => {
    const { all } = verdictOf(FAR.replace('+  5 ms  server', '+ 3 s server'))
    assert.equal(all.has('slow-network'), false)
    assert.ok(all.has('slow-server'))
  })
})
