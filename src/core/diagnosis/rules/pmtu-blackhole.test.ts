/** Tests of `pmtu-blackhole`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** An upload of one full segment and a small one: the small one arrives (SACK), the full one does not, five times. */
const UPLOAD = `${HANDSHAKE}
 +  1 ms  client > server  .   1:1449(1448)    ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}
 +  0 ms  client > server  P.  1449:1649(200)  ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 20 ms  server > client  .   1:1(0)          ack 1 win 509 <TS val 9021 ecr 1020,sack 1449:1649> {ttl 57}
`

const AGAIN = [25, 230, 460, 920, 1840]
  .map((ms, i) => ` + ${ms} ms client > server . 1:1449(1448) ack 1 win 502 <TS val ${1100 + i} ecr 9021> {cksum partial}`)
  .join('\n')

describe('pmtu-blackhole', () => {
  test('is the same full segment in vain while a small one gets through', () => {
    const { id, finding, findings } = verdictOf(UPLOAD + AGAIN)
    assert.equal(id, 'pmtu-blackhole')
    assert.equal(finding.values['segmentBytes'], 1448)
    assert.deepEqual(finding.evidence[0], { point: 'in-vain', packets: [7, 8, 9, 10, 11] })
    assert.ok(!findings.some((other) => other.startsWith('loss')), findings.join())
    assert.deepEqual(verdictsInOtherNumbers(UPLOAD + AGAIN), ['pmtu-blackhole'])
  })

  test('is, at the receiver, a gap of large segments that never fills', () => {
    const arrived = `${UPLOAD.split('\n')
      .filter((line) => !line.includes('1:1449'))
      .join('\n')
      .replaceAll('{cksum partial}', '{ttl 57}')}
 + 4 s client > server  .   1649:1649(0)  ack 1 win 502 <TS val 5021 ecr 9000> {ttl 57}`
    assert.equal(verdictOf(arrived).id, 'pmtu-blackhole')
  })

  test('is told without SACK too: what acknowledges nothing new a round trip later answers a small one', () => {
    const unasked = UPLOAD.replaceAll('sackOK,', '').replace(',sack 1449:1649', '')
    const plain = (ms: number): string => unasked.replace(/\+ 20 ms +(server > client +\. +1:1)/, `+ ${ms} ms $1`) + AGAIN
    assert.equal(verdictOf(plain(20)).id, 'pmtu-blackhole')
    // Sooner than that, it was on its way when the data was sent.
    assert.equal(verdictOf(plain(10)).id, 'blackhole-timeout')
  })

  test('is, at the receiver, an answer of which only the closing shows that it was sent long ago', () => {
    const download = (silentMs: number): string => `${HANDSHAKE}
      + 1 ms  client > server P. 1:6(5)         ack 1 win 502 {cksum partial}
      + 20 ms server > client .  1:1(0)         ack 6 win 509 {ttl 57}
      + ${silentMs} ms client > server F. 6:6(0) ack 1 win 502 {cksum partial}
      + 20 ms server > client .  5793:5793(0)   ack 7 win 509 {ttl 57}
    `
    const { id, finding, all } = verdictOf(download(4000))
    assert.deepEqual([id, finding.certainty, all.has('half-closed-unfinished')], ['pmtu-blackhole', 'possible', false])
    assert.equal(verdictOf(download(400)).all.has('pmtu-blackhole'), false)
  })

  test('is not a large segment that gets through in the end, as large as it is', () => {
    const through = `${UPLOAD}${AGAIN}\n + 20 ms server > client . 1:1(0) ack 1649 win 509 <TS val 9999 ecr 1104> {ttl 57}`
    const { id, findings } = verdictOf(through)
    assert.equal(id, 'loss-rto')
    assert.ok(!findings.includes('pmtu-blackhole'))
  })

  test('is nearly a segment that every path carries', () => {
    assert.ok(
      !verdictOf((UPLOAD + AGAIN).replaceAll('1449', '1001').replaceAll('1448', '1000').replaceAll('(200)', '(648)')).all.has(
        'pmtu-blackhole',
      ),
    )
  })
})
