/** Tests of `slow-server`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const SLOW = EXCHANGE.replace('+  5 ms  server', '+ 800 ms server')

describe('slow-server', () => {
  test('is an answer that takes its time', () => {
    const { id, finding } = verdictOf(SLOW)
    assert.equal(id, 'slow-server')
    assert.deepEqual([finding.blame, finding.values['thinkNs'], finding.values['wayNs']], ['server', 800e6, 20e6])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[4], [6]],
    )
    assert.deepEqual(verdictsInOtherNumbers(SLOW), ['slow-server'])
  })

  test('is not an answer at once', () => assert.equal(verdictOf(EXCHANGE).all.has('slow-server'), false))

  test('is not quite an answer whose first copy went missing', () => {
    assert.equal(
      verdictOf(
        SLOW.replace(
          '1:11(10) ack 6 win 509 <TS val 9026 ecr 1021> {ttl 57}',
          '1:11(10) ack 6 win 509 <TS val 9826 ecr 1021> {ttl 57,id 5003}',
        ),
      ).all.has('slow-server'),
      false,
    )
  })

  test('is not quite an answer within the time that a person notices', () => {
    assert.equal(verdictOf(SLOW.replace('800 ms', '150 ms')).all.has('slow-server'), false)
  })

  test('is not said without times', () => assert.equal(verdictOf(SLOW, { unknown: ['time'] }).all.has('slow-server'), false))
})
