/** Tests of `ecn-congestion`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** A download with ECN agreed, seen at the client: a marked packet, and the echo. */
function download(syn: string, synAck: string, tos = 3): string {
  return `
    0 ms  client > server  ${syn}   0:0(0)        win 64240 <mss 1460>
 + 20 ms  server > client  ${synAck}  0:0(0)      ack 1    win 65160 <mss 1460> {ttl 57,id 0}
 +  0 ms  client > server  .        1:1(0)        ack 1    win 502
 +  1 ms  client > server  P.       1:6(5)        ack 1    win 502 {tos 2}
 + 21 ms  server > client  .        1:1001(1000)  ack 6    win 509 {ttl 57,tos ${tos}}
 +  0 ms  client > server  E.       6:6(0)        ack 1001 win 502
 + 20 ms  server > client  WP.      1001:1101(100) ack 6   win 509 {ttl 57,tos 2}
 +  0 ms  client > server  .        6:6(0)        ack 1101 win 502`
}

describe('ecn-congestion', () => {
  test('is a mark on a connection that had agreed to marks, and its echo', () => {
    const { id, finding } = verdictOf(download('SEW', 'SE.'))
    assert.equal(id, 'ecn-congestion')
    assert.equal(finding.values['sender'], 'server')
    assert.deepEqual(finding.evidence, [
      { point: 'agreed', packets: [1, 2] },
      { point: 'mark', packets: [5] },
      { point: 'echo', packets: [6] },
    ])
    assert.deepEqual(verdictsInOtherNumbers(download('SEW', 'SE.')), ['ecn-congestion'])
  })

  test('is the echo alone, at the sender', () => {
    assert.equal(verdictOf(download('SEW', 'SE.', 2)).finding.values['seen'], 'echo')
  })

  test('is not without the agreement', () => {
    assert.ok(!verdictOf(download('S', 'S.')).all.has('ecn-congestion'))
  })

  test('is nearly the counter of Accurate ECN, which has the same flags', () => {
    assert.ok(!verdictOf(download('SEWe', 'SW.', 2)).all.has('ecn-congestion'))
  })
})
