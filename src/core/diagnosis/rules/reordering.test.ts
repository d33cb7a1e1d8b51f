/** Tests of `reordering`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** Seen at the client: 1001:2001 arrives behind 2001:3001, with the older IP ID. */
const OVERTAKEN = `${HANDSHAKE}
 +  1 ms  client > server  P.  1:6(5)          ack 1    win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 21 ms  server > client  .   1:1001(1000)    ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5001}
 +  0 ms  server > client  .   2001:3001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5003}
 +  0 ms  client > server  .   6:6(0)          ack 1001 win 502 <TS val 1042 ecr 9021,sack 2001:3001> {cksum partial}
 +  1 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5002}
 +  0 ms  client > server  .   6:6(0)          ack 3001 win 502 <TS val 1043 ecr 9021> {cksum partial}
`

/** The same at the server: nothing out of order, and a report of a hole that closes by itself. */
const REPORTED = OVERTAKEN.split('\n')
  .filter((line) => !line.includes('1001:2001'))
  .join('\n')
  .replace(
    ' +  0 ms  server > client  .   2001',
    ' +  0 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5002}\n +  0 ms  server > client  .   2001',
  )

describe('reordering', () => {
  test('is a segment that fills a gap and had been sent before', () => {
    const { id, finding } = verdictOf(OVERTAKEN)
    assert.equal(id, 'reordering')
    assert.deepEqual(finding.evidence, [
      { point: 'overtaking', packets: [6] },
      { point: 'overtaken', packets: [8] },
    ])
    assert.deepEqual(verdictsInOtherNumbers(OVERTAKEN), ['reordering'])
  })

  test('is told by the time where the sender numbers its packets at random', () => {
    const random = OVERTAKEN.replace('id 5001', 'id 61000').replace('id 5003', 'id 1234').replace('id 5002', 'id 33000')
    assert.equal(verdictOf(random).id, 'reordering')
  })

  test('is, at the sender, a reported hole that closes without a repeat', () => {
    const { id, finding } = verdictOf(REPORTED)
    assert.equal(id, 'reordering')
    assert.equal(finding.evidence[0].point, 'hole')
    assert.deepEqual(verdictsInOtherNumbers(REPORTED), ['reordering'])
  })

  test('is not a segment that is sent anew', () => {
    const anew = OVERTAKEN.replace(
      '+  1 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9021 ecr 1021> {ttl 57,id 5002}',
      '+ 22 ms  server > client  .   1001:2001(1000) ack 6    win 509 <TS val 9043 ecr 1042> {ttl 57,id 5004}',
    )
    assert.ok(!verdictOf(anew).all.has('reordering'))
  })

  test('is not a segment that left after the one that came in its place, as its clock says, however long the handshake took', () => {
    const slowly = `${HANDSHAKE.replace('+ 20 ms', '+ 200 ms')}
      + 1 ms  client > server P. 1:6(5)          ack 1    win 502 <TS val 1201 ecr 9000>
      + 21 ms server > client .  1:1001(1000)    ack 6    win 509 <TS val 9021 ecr 1201>
      + 0 ms  server > client .  2001:3001(1000) ack 6    win 509 <TS val 9021 ecr 1201>
      + 0 ms  client > server .  6:6(0)          ack 1001 win 502 <TS val 1242 ecr 9021,sack 2001:3001>
      + 20 ms server > client .  3001:4001(1000) ack 6    win 509 <TS val 9041 ecr 1242>
      + 0 ms  client > server .  6:6(0)          ack 1001 win 502 <TS val 1262 ecr 9021,sack 2001:4001>
      + 1 ms  server > client .  1001:2001(1000) ack 6    win 509 <TS val 9041 ecr 1242>
      + 0 ms  client > server .  6:6(0)          ack 4001 win 502 <TS val 1263 ecr 9041>
    `
    const drawing = { ipVersion: 6 } as const
    assert.deepEqual([verdictOf(slowly, drawing).id, verdictOf(slowly, drawing).all.has('reordering')], ['loss-upstream', false])
    const overtaken = slowly.replace(
      '+ 1 ms  server > client .  1001:2001(1000) ack 6    win 509 <TS val 9041',
      '+ 1 ms server > client . 1001:2001(1000) ack 6 win 509 <TS val 9021',
    )
    assert.equal(verdictOf(overtaken, drawing).id, 'reordering')
  })

  test('is nearly a capture that swapped the directions: acknowledged before it was seen', () => {
    const swapped = `${HANDSHAKE}
 + 20 ms  server > client  .   1:1(0)   ack 6 win 509 <TS val 9021 ecr 1021> {ttl 57}
 +  0 ms  client > server  P.  1:6(5)   ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}`
    const { all } = verdictOf(swapped)
    assert.ok(!all.has('reordering') && !all.has('loss-fast-retransmit') && !all.has('loss-upstream'))
  })
})
