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

  test('is a long wait even if the client had let far more time pass, before or between', () => {
    const long = SLOW.replace('800 ms', '1200 ms')
    const late = long.replace('+  1 ms  client > server  P.', '+ 60 s client > server P.')
    assert.equal(verdictOf(late).id, 'slow-server')
    const between = `${EXCHANGE}
      + 60 s  client > server P. 6:11(5)   ack 11 win 502 <TS val 61046 ecr 9026> {cksum partial}
      + 20 ms server > client .  11:11(0)  ack 11 win 509 <TS val 69046 ecr 61046> {ttl 57}
    `
    const answer = (ms: number): string => `+ ${ms} ms server > client P. 11:21(10) ack 11 win 509 <TS val 70246 ecr 61046> {ttl 57}`
    assert.equal(verdictOf(between + answer(1200)).id, 'slow-server')
    // Half a second now and then is what one notices only where nothing else takes time.
    assert.equal(verdictOf(between + answer(500)).all.has('slow-server'), false)
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

  test('is not a request that took long to arrive: what has come is acknowledged soon', () => {
    const queued = `${EXCHANGE}
      + 1 ms   client > server P. 6:16(10)  ack 11 win 502 {cksum partial}
      + 900 ms server > client P. 11:21(10) ack 16 win 509 {ttl 57}
      + 0 ms   client > server .  16:16(0)  ack 21 win 502 {cksum partial}
    `
    assert.equal(verdictOf(queued).all.has('slow-server'), false)
    const held = queued.replace('+ 900 ms', '+ 880 ms server > client . 11:11(0) ack 16 win 509 {ttl 57}\n + 20 ms')
    assert.equal(verdictOf(held).all.has('slow-server'), false)
    // Acknowledged within the time of a delayed ACK, it was there.
    const thought = queued.replace('+ 900 ms', '+ 200 ms server > client . 11:11(0) ack 16 win 509 {ttl 57}\n + 700 ms')
    assert.equal(verdictOf(thought).id, 'slow-server')
  })

  test('is what is left of the wait once the late request was there', () => {
    const { id, finding } = verdictOf(`${EXCHANGE}
      + 1 ms   client > server P. 6:16(10)  ack 11 win 502 {cksum partial}
      + 500 ms server > client .  11:11(0)  ack 16 win 509 {ttl 57}
      + 700 ms server > client P. 11:21(10) ack 16 win 509 {ttl 57}
      + 0 ms   client > server .  16:16(0)  ack 21 win 502 {cksum partial}
    `)
    assert.deepEqual([id, finding.values['thinkNs']], ['slow-server', 700e6])
  })

  test('is not said in mid-stream where no port tells who answers', () => {
    const middle = SLOW.split('\n')
      .filter((line) => !/ S\.? +0:0/.test(line))
      .join('\n')
    assert.equal(verdictOf(middle, { clientPort: 51234, serverPort: 8443 }).all.has('slow-server'), true)
    assert.equal(verdictOf(middle, { clientPort: 51234, serverPort: 50051 }).all.has('slow-server'), false)
  })

  test('is not the wait of a server for the end of what the client says', () => {
    const { all } = verdictOf(`${EXCHANGE}
      + 1 ms  client > server P. 6:16(10)  ack 11
      + 20 ms server > client .  11:11(0)  ack 16 {ttl 57}
      + 5 s   client > server F. 16:16(0)  ack 11
      + 20 ms server > client P. 11:21(10) ack 17 {ttl 57}
      + 0 ms  client > server .  17:17(0)  ack 21
    `)
    assert.equal(all.has('slow-server'), false)
  })

  test('is not said without times', () => assert.equal(verdictOf(SLOW, { unknown: ['time'] }).all.has('slow-server'), false))
})
