/** When `capture-misordered` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const REQUEST = `
 +  1 ms  client > server  P.  1:6(5)   ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 20 ms  server > client  .   1:1(0)   ack 6 win 509 <TS val 9021 ecr 1021> {ttl 57}`
const ANSWER = ' + 1 ms  server > client  P.  1:11(10) ack 6 win 509 <TS val 9026 ecr 1021> {ttl 57}'
const THANKS = ' + 5 ms  client > server  .   6:6(0)   ack 11 win 502 <TS val 1046 ecr 9026> {cksum partial}'

describe('capture-misordered', () => {
  test('is data behind its acknowledgment', () => {
    const text = [HANDSHAKE, REQUEST, THANKS, ANSWER].join('\n')
    const { id, finding } = verdictOf(text)
    assert.equal(id, 'capture-misordered')
    assert.deepEqual(finding.evidence, [
      { point: 'answered', packets: [6] },
      { point: 'later', packets: [7] },
    ])
    assert.deepEqual(verdictsInOtherNumbers(text), ['capture-misordered'])
  })

  test('is a SYN behind the SYN-ACK that answers it', () => {
    const [syn, synAck, ...rest] = HANDSHAKE.trim().split('\n')
    assert.equal(
      verdictOf([synAck.replace('+ 20 ms', '0 ms'), syn.replace(/^0 ms/, '+ 0 ms'), ...rest].join('\n')).all.has('capture-misordered'),
      true,
    )
  })

  test('is not packets in their order', () => assert.equal(verdictOf(EXCHANGE).all.has('capture-misordered'), false))

  test('is not data that the capture missed for good', () => {
    assert.equal(verdictOf([HANDSHAKE, REQUEST, THANKS].join('\n')).all.has('capture-misordered'), false)
  })

  test('is nearly data that comes a minute later: sent again, or put in by hand', () => {
    const text = [HANDSHAKE, REQUEST, THANKS, ANSWER.replace('+ 1 ms ', '+ 60 s ')].join('\n')
    assert.equal(verdictOf(text).all.has('capture-misordered'), false)
  })

  test('is nearly segments of one direction that overtook each other', () => {
    const { all } = verdictOf(`${HANDSHAKE}${REQUEST}
 + 5 ms   server > client  P.  11:21(10) ack 6 win 509 {ttl 57}
 + 0.1 ms server > client  P.  1:11(10)  ack 6 win 509 {ttl 57}
 + 1 ms   client > server  .   6:6(0)    ack 21 win 502`)
    assert.equal(all.has('capture-misordered'), false)
  })
})
