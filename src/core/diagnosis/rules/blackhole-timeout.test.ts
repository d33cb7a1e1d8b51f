/** When `blackhole-timeout` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const SILENCE = `${EXCHANGE}
  + 2 s    client > server P. 6:16(10) ack 11
  + 230 ms client > server P. 6:16(10) ack 11
  + 230 ms client > server P. 6:16(10) ack 11
  + 460 ms client > server P. 6:16(10) ack 11
`

describe('blackhole-timeout', () => {
  test('is data repeated into silence', () => {
    const { id, finding } = verdictOf(SILENCE)
    assert.equal(id, 'blackhole-timeout')
    assert.deepEqual([finding.values['sender'], finding.values['copies'], finding.values['lostBytes']], ['client', 3, 10])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[6], [9, 10, 11]],
    )
    assert.deepEqual(verdictsInOtherNumbers(SILENCE), ['blackhole-timeout'])
  })

  const UNHEARD = `
    0 ms     client > server P. 1:11(10) ack 1
  + 210 ms client > server P. 1:11(10) ack 1
  + 420 ms client > server P. 1:11(10) ack 1
  + 840 ms client > server P. 1:11(10) ack 1
`

  test('is data repeated again and again in a capture that has nothing else', () => {
    const { id, finding } = verdictOf(UNHEARD)
    assert.equal(id, 'blackhole-timeout')
    assert.deepEqual([finding.values['heard'], finding.values['silenceNs'], finding.values['copies']], ['never', 1470e6, 3])
    assert.deepEqual(
      finding.evidence.map(({ point, packets }) => [point, ...packets]),
      [['repeats', 2, 3, 4]],
    )
    assert.deepEqual(verdictsInOtherNumbers(UNHEARD), ['blackhole-timeout'])
  })

  test('is nearly a stream of which only one direction was captured', () => {
    const goesOn = `${UNHEARD}\n + 1 ms client > server P. 11:21(10) ack 1`
    const between = UNHEARD.replace('+ 840 ms', '+ 1 ms client > server P. 11:21(10) ack 1\n  + 840 ms')
    const others = UNHEARD.replace('+ 840 ms client > server P. 1:11(10)', '+ 840 ms client > server P. 1:6(5)')
    const fewer = UNHEARD.trimEnd().split('\n').slice(0, -1).join('\n')
    for (const text of [goesOn, between, others, fewer]) assert.equal(verdictOf(text).all.has('blackhole-timeout'), false)
  })

  test('is not loss that is repaired', () => {
    assert.equal(
      verdictOf(`${SILENCE}
      + 20 ms server > client . 11:11(0) ack 16 {ttl 57}
    `).all.has('blackhole-timeout'),
      false,
    )
  })

  test('is not quite a receiver without room', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 s    server > client .  11:11(0) ack 6 win 0 {ttl 57}
      + 1 s    client > server P. 6:7(1) ack 11
      + 230 ms client > server P. 6:7(1) ack 11
      + 460 ms client > server P. 6:7(1) ack 11
    `).all.has('blackhole-timeout'),
      false,
    )
  })

  test('is not quite a single probe', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 2 s    client > server P. 6:16(10) ack 11
      + 230 ms client > server P. 6:16(10) ack 11
    `).all.has('blackhole-timeout'),
      false,
    )
  })
})
