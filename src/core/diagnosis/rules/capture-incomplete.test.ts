/** When `capture-incomplete` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const MISSED = `${EXCHANGE}
  + 1 ms  server > client .  1459:2907(1448) ack 6 {ttl 57}
  + 0 ms  client > server .  6:6(0) ack 2907
`

describe('capture-incomplete', () => {
  test('is bytes that are acknowledged and never seen', () => {
    const { id, finding } = verdictOf(MISSED)
    assert.equal(id, 'capture-incomplete')
    assert.deepEqual([finding.blame, finding.values['missingBytes'], finding.values['sender']], ['capture', 1448, 'server'])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[8], [9]],
    )
    assert.deepEqual(verdictsInOtherNumbers(MISSED), ['capture-incomplete'])
  })

  test('is an acknowledgment of data of which nothing was captured', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 20 ms client > server . 6:6(0) ack 511
    `).id,
      'capture-incomplete',
    )
  })

  test('is not a gap that is filled later', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms   server > client .  1459:2907(1448) ack 6 {ttl 57}
      + 0 ms   client > server .  6:6(0) ack 11 <sack 1459:2907>
      + 220 ms server > client .  11:1459(1448) ack 6 {ttl 57}
      + 0 ms   client > server .  6:6(0) ack 2907
    `).all.has('capture-incomplete'),
      false,
    )
  })

  test('is not what was on its way when the capture began', () => {
    assert.equal(
      verdictOf(`
      0 ms    client > server .  40:40(0)      ack 100
      + 0 ms  server > client .  1548:2996(1448) ack 40 {ttl 57}
      + 0 ms  client > server .  40:40(0)      ack 2996
      + 20 ms server > client P. 2996:3000(4)  ack 40 {ttl 57}
      + 0 ms  client > server .  40:40(0)      ack 3000
    `).id,
      'capture-mid-stream',
    )
  })

  test('is not what was sent before the capture began, and repeated in it', () => {
    const repeated = `
      0 ms    server > client .  100:1548(1448)  ack 40 {ttl 57}
      + 0 ms  client > server .  40:40(0)        ack 9000 <sack 100:1548>
    `
    assert.equal(verdictOf(repeated).all.has('capture-incomplete'), false)
    const later = (after: string): string => `${repeated}
      + ${after}  client > server .  40:40(0)        ack 12000
    `
    assert.equal(verdictOf(later('40 ms')).all.has('capture-incomplete'), false)
    assert.equal(verdictOf(later('1200 ms')).id, 'capture-incomplete')
  })

  test('is not quite a gap whose bytes nobody acknowledges', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms server > client .  1459:2907(1448) ack 6 {ttl 57}
      + 0 ms client > server .  6:6(0) ack 11 <sack 1459:2907>
    `).all.has('capture-incomplete'),
      false,
    )
  })
})
