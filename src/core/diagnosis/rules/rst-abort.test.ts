/** When `rst-abort` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

describe('rst-abort', () => {
  test("is a RST with ACK at the sender's own number", () => {
    const text = `${EXCHANGE}
      + 200 ms client > server R. 6:6(0) ack 11 <TS val 1250 ecr 9026> {id 106,cksum partial}
    `
    const { id, finding, all } = verdictOf(text)
    assert.equal(id, 'rst-abort')
    assert.deepEqual([finding.blame, finding.certainty], ['client', 'proven'])
    assert.deepEqual([...all.keys()], ['rst-abort', 'checksum-offload'])
    assert.deepEqual(verdictsInOtherNumbers(text), ['rst-abort'])
  })

  test('is only likely when it comes from far away', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 200 ms server > client R. 11:11(0) ack 6 <TS val 9300 ecr 1046> {ttl 57,id 5003}
    `).finding.certainty,
      'likely',
    )
  })

  test('is only possible before the handshake was complete: a SYN may have been refused', () => {
    const { id, finding } = verdictOf(`
      0 ms    client > server S  0:0(0) win 64240 <mss 1460> {ttl 57}
      + 0 ms  server > client R. 0:0(0) ack 1 win 0 {id 0}
      + 40 ms client > server .  1:1(0) ack 1 win 502 {ttl 57}
    `)
    assert.deepEqual([id, finding.certainty], ['rst-abort', 'possible'])
  })

  test('is one abort, however many bare RSTs follow for data in flight', () => {
    const { id, finding, all } = verdictOf(`${EXCHANGE}
      + 20 ms  server > client .  11:1459(1448)   ack 6 {ttl 57}
      + 1 ms   client > server R. 6:6(0) ack 1459 <TS val 1070 ecr 9026> {id 106,cksum partial}
      + 1 ms   server > client .  1459:2907(1448) ack 6 {ttl 57}
      + 0 ms   client > server R  6:6(0) {id 0}
      + 1 ms   server > client .  2907:4355(1448) ack 6 {ttl 57}
      + 0 ms   client > server R  6:6(0) {id 0}
    `)
    assert.equal(id, 'rst-abort')
    assert.equal(finding.values['cause'], 'in-flight')
    assert.equal(all.has('rst-injected'), false)
  })

  test('says little of a RST that is all there is', () => {
    const { id, finding } = verdictOf('0 ms client:58842 > server:443 R. 1:1(0) ack 33', { unknown: ['time', 'ttl', 'ipId', 'addresses'] })
    assert.equal(id, 'rst-abort')
    assert.equal(finding.certainty, 'possible')
  })

  test('is not a bare RST', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 3 s   client > server P. 6:9(3) ack 11
      + 20 ms server > client R  11:11(0) {ttl 57,id 0}
    `).id,
      'rst-unknown-connection',
    )
  })

  test('is not quite a RST with ACK for a segment that had none', () => {
    assert.equal(
      verdictOf(`
      0 ms    client > server F  0:0(0)
      + 20 ms server > client R. 0:0(0) ack 1 {id 0}
    `).all.has('rst-abort'),
      false,
    )
  })
})
