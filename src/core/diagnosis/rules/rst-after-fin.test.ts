/** When `rst-after-fin` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const CLOSED_BY_SERVER = `${EXCHANGE}
  + 0 ms  server > client F. 11:11(0) ack 6 {ttl 57}
  + 40 ms client > server .  6:6(0)   ack 12
`

describe('rst-after-fin', () => {
  test('is data for an end that has closed, answered with RST', () => {
    const text = `${CLOSED_BY_SERVER}
      + 300 ms client > server P. 6:18(12) ack 12
      + 20 ms  server > client R  12:12(0) {ttl 57,id 0}
    `
    const { id, finding, all } = verdictOf(text)
    assert.equal(id, 'rst-after-fin')
    assert.deepEqual(
      [finding.values['writer'], finding.values['lostBytes'], finding.values['crossing'], finding.blame],
      ['client', 12, 'no', 'client'],
    )
    assert.deepEqual([...all.keys()], ['rst-after-fin', 'checksum-offload'])
    assert.deepEqual(verdictsInOtherNumbers(text), ['rst-after-fin'])
  })

  test("is nobody's fault when request and FIN cross", () => {
    const { id, finding } = verdictOf(`${EXCHANGE}
      + 900 ms client > server P. 6:18(12) ack 11
      + 5 ms   server > client F. 11:11(0) ack 6  {ttl 57}
      + 0 ms   client > server F. 18:18(0) ack 12
      + 15 ms  server > client R  11:11(0) {ttl 57,id 0}
      + 20 ms  server > client R  12:12(0) {ttl 57,id 0}
    `)
    assert.equal(id, 'rst-after-fin')
    assert.equal(finding.values['crossing'], 'yes')
    assert.equal(finding.blame, 'nobody')
  })

  test('is told of all data that was on its way, each segment of which is reset', () => {
    const { id, finding } = verdictOf(`${EXCHANGE}
      + 10 ms client > server F. 6:6(0) ack 11
      + 5 ms  server > client P. 11:111(100) ack 6 {ttl 57}
      + 0 ms  client > server R  6:6(0) {id 0}
      + 2 ms  server > client P. 111:211(100) ack 6 {ttl 57}
      + 0 ms  client > server R  6:6(0) {id 0}
    `)
    assert.equal(id, 'rst-after-fin')
    assert.deepEqual([finding.values['lostBytes'], finding.values['crossing'], finding.blame], [200, 'yes', 'nobody'])
  })

  test('is told of segments that come and are reset within a moment', () => {
    const { id, finding, all } = verdictOf(`${EXCHANGE}
      + 10 ms  client > server F. 6:6(0) ack 11
      + 5 ms   server > client P. 11:111(100) ack 6 {ttl 57}
      + 30 us  client > server R  6:6(0) {id 0}
      + 50 us  server > client P. 111:211(100) ack 6 {ttl 57}
      + 30 us  client > server R  6:6(0) {id 0}
    `)
    assert.equal(id, 'rst-after-fin')
    assert.deepEqual([finding.values['lostBytes'], all.has('duplicate-capture')], [200, false])
  })

  test('is told of more data on its way than resets are remembered', () => {
    const burst = Array.from(
      { length: 20 },
      (_, i) =>
        `      + 2 ms server > client P. ${11 + i * 100}:${111 + i * 100}(100) ack 6 {ttl 57}\n      + 0 ms client > server R 6:6(0) {id 0}\n`,
    )
    const { id, finding } = verdictOf(`${EXCHANGE}\n      + 10 ms client > server F. 6:6(0) ack 11\n${burst.join('')}`)
    assert.deepEqual([id, finding.values['lostBytes']], ['rst-after-fin', 2000])
  })

  test('is not an abort after a half-close', () => {
    assert.equal(
      verdictOf(`${CLOSED_BY_SERVER}
      + 300 ms server > client R. 12:12(0) ack 6 <TS val 9400 ecr 1100> {ttl 57}
    `).id,
      'rst-abort',
    )
  })

  test('is not quite data that the closer took before it reset', () => {
    assert.notEqual(
      verdictOf(`${CLOSED_BY_SERVER}
      + 300 ms client > server P. 6:18(12) ack 12
      + 20 ms  server > client .  12:12(0) ack 18 {ttl 57}
      + 5 s    server > client R  12:12(0) {ttl 57,id 0}
    `).id,
      'rst-after-fin',
    )
  })
})
