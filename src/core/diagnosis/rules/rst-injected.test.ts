/** When `rst-injected` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

describe('rst-injected', () => {
  test('is a volley of RSTs in steps of the window, whatever TTL they have', () => {
    const volley = `${EXCHANGE}
      + 150 ms server > client R 11:11(0)     {ttl 64,id 59303,nodf}
      + 0 ms   server > client R 513:513(0)   {ttl 64,id 11433,nodf}
      + 0 ms   server > client R 1517:1517(0) {ttl 64,id 4104,nodf}
    `
    const { id, finding, all } = verdictOf(volley)
    assert.equal(id, 'rst-injected')
    assert.deepEqual([finding.certainty, finding.blame, finding.values['steps']], ['proven', 'path', '+502, +1506'])
    assert.ok(finding.evidence.some(({ point }) => point === 'window-steps'))
    assert.deepEqual([...all.keys()], ['rst-injected', 'checksum-offload'])
    assert.deepEqual(verdictsInOtherNumbers(volley), ['rst-injected'])
  })

  test('is told by the steps alone where text has neither TTL nor IP ID', () => {
    const { id, finding } = verdictOf(
      `${HANDSHAKE}
      + 6 ms   server > client P. 1:43(42)   ack 1 win 510
      + 0 ms   client > server .  1:1(0)     ack 43
      + 150 ms client > server R  1:1(0)
      + 0 ms   client > server R  511:511(0)
      + 0 ms   client > server R  1531:1531(0)
    `,
      { unknown: ['ttl', 'ipId', 'tos', 'checksum'] },
    )
    assert.equal(id, 'rst-injected')
    assert.deepEqual([finding.certainty, finding.values['sender']], ['likely', 'client'])
  })

  test('is RSTs of a server that then acknowledges and answers as if nothing had been', () => {
    const box = `${EXCHANGE}
      + 100 ms client > server P. 6:42(36)    ack 11 {cksum partial}
      + 1 ms   server > client R. 11:11(0)     ack 42 win 5000 {ttl 74,id 30000,nodf}
      + 0 ms   server > client R. 1471:1471(0) ack 42 win 5013 {ttl 77,id 30777,nodf}
      + 0 ms   server > client R. 4391:4391(0) ack 42 win 5026 {ttl 80,id 31554,nodf}
      + 20 ms  server > client .  11:11(0)     ack 42 <TS val 9200 ecr 1146> {ttl 57}
      + 0 ms   client > server R  42:42(0) {id 0}
    `
    const { id, finding } = verdictOf(box)
    assert.equal(id, 'rst-injected')
    assert.deepEqual(
      finding.evidence.map(({ point }) => point),
      ['resets', 'stepped', 'ttl', 'no-df', 'ip-id', 'early', 'goes-on'],
    )
    assert.deepEqual(verdictsInOtherNumbers(box), ['rst-injected'])
  })

  test('is a single RST whose header disagrees twice', () => {
    const { id, finding } = verdictOf(`${EXCHANGE}
      + 100 ms server > client R 11:11(0) {ttl 120,id 777,nodf}
    `)
    assert.equal(id, 'rst-injected')
    assert.equal(finding.certainty, 'likely')
  })

  test('is a RST that acknowledges a request before it can have arrived', () => {
    const answered = (afterMs: number) => `
        0 ms           client > server S  0:0(0)              <mss 1460,sackOK,wscale 7>
      + 98 ms          server > client S. 0:0(0)       ack 1   <mss 1460,sackOK,wscale 7>
      + 0 ms           client > server .  1:1(0)       ack 1
      + 1 ms           client > server P. 1:347(346)   ack 1
      + ${afterMs} ms  server > client R. 1:1(0)       ack 347
    `
    const early = verdictOf(answered(3), { unknown: ['ttl', 'ipId'] })
    assert.equal(early.id, 'rst-injected')
    assert.equal(early.finding.certainty, 'likely')
    assert.deepEqual(early.finding.evidence.find(({ point }) => point === 'early')?.packets, [5])
    assert.notEqual(verdictOf(answered(98), { unknown: ['ttl', 'ipId'] }).id, 'rst-injected')
    assert.notEqual(verdictOf(answered(60), { unknown: ['ttl', 'ipId'] }).id, 'rst-injected')
  })

  test('is not an abort with follow-ups, nor a RST that differs in TTL alone', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 1 s  server > client R. 11:11(0) ack 6 <TS val 9300 ecr 1046> {ttl 57,id 5003}
      + 0 ms server > client R  11:11(0) {ttl 57,id 0}
    `).all.has('rst-injected'),
      false,
    )
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 400 s client > server P. 6:9(3) ack 11
      + 1 ms  server > client R 11:11(0) {ttl 250,id 0}
    `).all.has('rst-injected'),
      false,
    )
  })

  test('is not quite RSTs with the two numbers that their sender was asked about', () => {
    assert.equal(
      verdictOf(`${EXCHANGE}
      + 900 ms client > server P. 6:18(12) ack 11
      + 5 ms   server > client F. 11:11(0) ack 6  {ttl 57}
      + 0 ms   client > server F. 18:18(0) ack 12
      + 15 ms  server > client R  11:11(0) {ttl 57,id 0}
      + 20 ms  server > client R  12:12(0) {ttl 57,id 0}
    `).all.has('rst-injected'),
      false,
    )
  })
})
