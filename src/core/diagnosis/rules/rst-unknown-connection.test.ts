/** When `rst-unknown-connection` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const QUIET = `${EXCHANGE}
  + 3 s client > server P. 6:14(8) ack 11
`

describe('rst-unknown-connection', () => {
  test('is a bare RST for data after a quiet time', () => {
    const text = `${QUIET}
      + 20 ms server > client R 11:11(0) {ttl 57,id 0}
    `
    const { id, finding, all } = verdictOf(text)
    assert.equal(id, 'rst-unknown-connection')
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[8], [9]],
    )
    assert.deepEqual([...all.keys()], ['rst-unknown-connection', 'checksum-offload', 'slow-client'])
    assert.deepEqual(verdictsInOtherNumbers(text), ['rst-unknown-connection'])
  })

  test('is a bare RST for a keepalive probe, and for data of a connection that the capture does not know', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 60 s  client > server . 5:5(0)   ack 11
      + 20 ms server > client R 11:11(0) {ttl 57,id 0}
    `).id,
      'rst-unknown-connection',
    )
    assert.equal(
      verdictOf(`
      0 ms   client > server P. 6:18(12) ack 8
      + 0 ms server > client R  8:8(0)   {id 0}
    `).id,
      'rst-unknown-connection',
    )
  })

  test('is not an abort', () => {
    assert.equal(
      verdictOf(`${QUIET}
      + 20 ms server > client R. 11:11(0) ack 14 <TS val 9300 ecr 1046> {ttl 57}
    `).id,
      'rst-abort',
    )
  })

  test('is not quite a RST that the connection outlives', () => {
    assert.equal(
      verdictOf(`${QUIET}
      + 20 ms  server > client R  90000:90000(0) {ttl 57,id 0}
      + 20 ms  server > client P. 11:15(4) ack 14 {ttl 57}
      + 0 ms   client > server .  14:14(0) ack 15
    `).all.has('rst-unknown-connection'),
      false,
    )
  })
})
