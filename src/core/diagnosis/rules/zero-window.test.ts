/** Tests of `zero-window`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const SHUT = `${HANDSHAKE}
  + 1 ms   client > server  .  1:1461(1460)    ack 1
  + 20 ms  server > client  .  1:1(0)          ack 1461 win 0 {ttl 57}
  + 230 ms client > server  .  1460:1460(0)    ack 1
  + 20 ms  server > client  .  1:1(0)          ack 1461 win 0 {ttl 57}
  + 400 ms server > client  .  1:1(0)          ack 1461 win 300 {ttl 57}
  + 0 ms   client > server  P. 1461:2000(539)  ack 1
  + 20 ms  server > client  .  1:1(0)          ack 2000 win 300 {ttl 57}
`

describe('zero-window', () => {
  test('is a receiver without room that the sender waited for', () => {
    const { id, finding } = verdictOf(SHUT)
    assert.equal(id, 'zero-window')
    assert.deepEqual(
      [finding.blame, finding.values['receiver'], finding.values['times'], finding.values['shutNs']],
      ['server', 'server', 1, 650e6],
    )
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[5], [6], [8]],
    )
    assert.deepEqual(verdictsInOtherNumbers(SHUT), ['zero-window'])
  })

  test('is a receiver without room that was asked again before the capture ended', () => {
    const cut = SHUT.split('\n').slice(0, -4).join('\n')
    const { id, finding } = verdictOf(cut)
    assert.equal(id, 'zero-window')
    assert.deepEqual([finding.values['shutNs'], finding.values['shutAtEnd']], [250e6, 1])
    const unasked = cut.split('\n').slice(0, -2).join('\n')
    assert.equal(verdictOf(unasked).all.has('zero-window'), false)
  })

  test('is told by the probe alone where nothing has a time', () => {
    const { id, finding } = verdictOf(SHUT, { unknown: ['time'] })
    assert.equal(id, 'zero-window')
    assert.ok(Number.isNaN(finding.values['shutNs']))
    const unasked = SHUT.split('\n').filter((line) => !line.includes('1460:1460'))
    assert.equal(verdictOf(unasked.join('\n'), { unknown: ['time'] }).all.has('zero-window'), false)
  })

  test('is not an exchange with room', () => assert.equal(verdictOf(EXCHANGE).all.has('zero-window'), false))

  test('is not quite a window that was shut for a moment', () => {
    assert.equal(verdictOf(SHUT.replace('+ 230 ms', '+ 23 ms').replace('+ 400 ms', '+ 40 ms')).all.has('zero-window'), false)
  })
})
