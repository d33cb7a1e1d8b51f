/** When `challenge-ack-syn` holds, when it does not, and what comes near. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EXCHANGE, verdictOf, verdictsInOtherNumbers, verdictsOf } from './drawn-verdict.ts'

const SYN_INSIDE = `${EXCHANGE}
  + 150 ms client > server S  287454:287454(0) win 1024 {ttl 98,id 77,nodf}
  + 20 ms  server > client .  11:11(0) ack 6 win 509 <TS val 9300 ecr 1046> {ttl 57}
`

describe('challenge-ack-syn', () => {
  test('is a SYN and an ACK inside a connection that goes on', () => {
    const text = `${SYN_INSIDE}
      + 600 ms client > server P. 6:9(3)   ack 11 win 502 <TS val 1846 ecr 9026>
      + 20 ms  server > client P. 11:15(4) ack 9  win 509 <TS val 9900 ecr 1846> {ttl 57}
    `
    const verdict = verdictOf(text)
    assert.equal(verdict.id, 'challenge-ack-syn')
    assert.deepEqual([verdict.finding.certainty, verdict.finding.values['challenged']], ['proven', 'yes'])
    assert.deepEqual(verdictsInOtherNumbers(text), ['challenge-ack-syn'])
  })

  test('is a SYN, or SYN-ACK, in the name of the server as well', () => {
    for (const [flags, ack] of [
      ['S', ''],
      ['S.', 'ack 6'],
    ]) {
      const { id, finding } = verdictOf(`${EXCHANGE}
        + 150 ms server > client ${flags}  287454:287454(0) ${ack} win 1024 {ttl 98,id 77,nodf}
        + 0 ms   client > server .  6:6(0)   ack 11 win 502 <TS val 1246 ecr 9026>
        + 600 ms client > server P. 6:9(3)   ack 11 win 502 <TS val 1846 ecr 9026>
        + 20 ms  server > client P. 11:15(4) ack 9  win 509 <TS val 9900 ecr 1846> {ttl 57}
      `)
      assert.equal(id, 'challenge-ack-syn')
      assert.deepEqual([finding.values['sender'], finding.values['challenged']], ['server', 'yes'])
    }
  })

  test('is a SYN that the capture has twice, and not one that means it', () => {
    const [syn] = /\+ 150 ms client.*/.exec(SYN_INSIDE) ?? ['']
    const { id } = verdictOf(`${SYN_INSIDE.replace(syn, `${syn}\n${syn.replace('150 ms', '0 ms')}`)}
      + 600 ms client > server P. 6:9(3)   ack 11 win 502 <TS val 1846 ecr 9026>
      + 20 ms  server > client P. 11:15(4) ack 9  win 509 <TS val 9900 ecr 1846> {ttl 57}
    `)
    assert.equal(id, 'challenge-ack-syn')
  })

  test('is only possible when nothing follows', () => {
    assert.equal(verdictOf(SYN_INSIDE).finding.certainty, 'possible')
  })

  test('is not a SYN after the close', () => {
    const [first] = verdictsOf(`${EXCHANGE}
      + 1 ms  client > server F. 6:6(0)   ack 11
      + 20 ms server > client F. 11:11(0) ack 7
      + 0 ms  client > server .  7:7(0)   ack 12
      + 1 s   client > server S  900000:900000(0) win 64240
    `)
    assert.equal(first?.all.has('challenge-ack-syn'), false)
  })

  test('is not quite a SYN whose sender resets the old connection', () => {
    const ids = verdictsOf(`${SYN_INSIDE}
      + 0 ms  client > server R  6:6(0) {id 0}
      + 10 ms client > server S  287454:287454(0) win 1024
      + 20 ms server > client S. 70000:70000(0) ack 287455 win 65160 {ttl 57}
      + 0 ms  client > server .  287455:287455(0) ack 70001
    `).map(({ id }) => id)
    assert.equal(ids.includes('challenge-ack-syn'), false)
    assert.ok(ids.includes('half-open-new-syn'))
  })
})
