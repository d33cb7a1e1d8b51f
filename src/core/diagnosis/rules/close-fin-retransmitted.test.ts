/** When `close-fin-retransmitted` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

describe('close-fin-retransmitted', () => {
  test('is a FIN that comes again before it is answered', () => {
    const text = `${EXCHANGE}
      + 200 ms client > server F. 6:6(0)   ack 11
      + 260 ms client > server F. 6:6(0)   ack 11
      + 260 ms client > server F. 6:6(0)   ack 11
      + 20 ms  server > client F. 11:11(0) ack 7 {ttl 57}
      + 0 ms   client > server .  7:7(0)   ack 12
    `
    const { id, finding } = verdictOf(text)
    assert.equal(id, 'close-fin-retransmitted')
    assert.deepEqual([finding.certainty, finding.values['copies'], finding.values['lost']], ['proven', 3, 'fin'])
    assert.deepEqual(
      finding.evidence.map(({ packets }) => packets),
      [[8], [9, 10], [11]],
    )
    assert.deepEqual(verdictsInOtherNumbers(text), ['close-fin-retransmitted'])
  })

  test('is a FIN that comes again after its ACK was lost', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms   client > server F. 6:6(0)   ack 11
      + 20 ms  server > client F. 11:11(0) ack 7  {ttl 57}
      + 0 ms   client > server .  7:7(0)   ack 12
      + 250 ms server > client F. 11:11(0) ack 7  {ttl 57}
      + 0 ms   client > server .  7:7(0)   ack 12 {id 0}
    `).finding.values['lost'],
      'answer',
    )
  })

  test('is likely when the count of the sender goes on during the silence before its FIN', () => {
    const { id, finding } = verdictOf(`${EXCHANGE}
      + 700 ms server > client F. 11:11(0) ack 6 {ttl 57,id 5006}
      + 0 ms   client > server F. 6:6(0)   ack 12
      + 20 ms  server > client .  12:12(0) ack 7 {ttl 57}
    `)
    assert.equal(id, 'close-fin-retransmitted')
    assert.deepEqual([finding.certainty, finding.values['lost']], ['likely', 'before'])
  })

  test('is not a FIN of a host that counts all its packets together, or numbers them at random', () => {
    for (const [data, fin] of [
      [5007, 5010],
      [61234, 61237],
    ])
      assert.equal(
        verdictOf(`${EXCHANGE}
      + 0 ms   client > server P. 6:9(3)    ack 11
      + 20 ms  server > client .  11:11(0)  ack 9  {ttl 57,id ${data}}
      + 700 ms server > client F. 11:11(0)  ack 9  {ttl 57,id ${fin}}
      + 0 ms   client > server F. 9:9(0)    ack 12
      + 20 ms  server > client .  12:12(0)  ack 10 {ttl 57}
    `).all.has('close-fin-retransmitted'),
        false,
      )
  })

  test('is not two FINs of two ends', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms  client > server F. 6:6(0)   ack 11
      + 5 ms  server > client F. 11:11(0) ack 6
      + 0 ms  client > server .  7:7(0)   ack 12
      + 20 ms server > client .  12:12(0) ack 7
    `).all.has('close-fin-retransmitted'),
      false,
    )
  })

  test('is not a FIN that comes again long before any timer, as some kernels do when the FINs cross', () => {
    const { id, all } = verdictOf(`${EXCHANGE}
      + 1 ms    client > server F. 6:6(0)   ack 11
      + 0.04 ms server > client F. 11:11(0) ack 6  {ttl 57}
      + 0.02 ms client > server F. 6:6(0)   ack 12
      + 0.08 ms server > client .  12:12(0) ack 7  {ttl 57}
      + 0.01 ms client > server .  7:7(0)   ack 12
    `)
    assert.equal(id, 'close-simultaneous')
    assert.equal(all.has('close-fin-retransmitted'), false)
  })

  test('is not quite a FIN right behind data, or behind a segment that was several on the wire', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms  server > client F. 11:11(0) ack 6 {ttl 57,id 5006}
      + 0 ms  client > server F. 6:6(0)   ack 12
      + 20 ms server > client .  12:12(0) ack 7 {ttl 57}
    `).all.has('close-fin-retransmitted'),
      false,
    )
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 ms   server > client P. 11:5803(5792) ack 6 {ttl 57}
      + 0 ms   client > server .  6:6(0)        ack 5803
      + 700 ms server > client F. 5803:5803(0)  ack 6 {ttl 57,id 5007}
      + 0 ms   client > server F. 6:6(0)        ack 5804
      + 20 ms  server > client .  5804:5804(0)  ack 7 {ttl 57}
    `).all.has('close-fin-retransmitted'),
      false,
    )
  })
})
