/** Tests of `loss-congestion`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

/** A download of 40 segments of which three are lost one after another; each is filled `repairMs` after its gap. */
function download(repairMs: number): string {
  const lines: string[] = [' +  1 ms  client > server  P.  1:6(5) ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}']
  let id = 5001
  let ts = 9022
  let pos = 1
  const segment = (from: number, afterMs: number) =>
    lines.push(
      ` + ${afterMs} ms server > client . ${from}:${from + 1000}(1000) ack 6 win 509 <TS val ${(ts += afterMs)} ecr 1021> {ttl 57,id ${id++}}`,
    )
  const ack = (to: number, sack = '') =>
    lines.push(` + 0 ms client > server . 6:6(0) ack ${to} win 502 <TS val ${ts} ecr ${ts}${sack}> {cksum partial}`)
  for (let loss = 0; loss < 3; loss++) {
    for (let i = 0; i < 10; i++, pos += 1000) {
      segment(pos, 6)
      ack(pos + 1000)
    }
    const hole = pos
    pos += 1000
    id++
    for (let i = 0; i < 4; i++, pos += 1000) {
      segment(pos, i === 0 ? 6 : 0)
      ack(hole, `,sack ${hole + 1000}:${pos + 1000}`)
    }
    segment(hole, repairMs)
    ack(pos)
  }
  return HANDSHAKE + lines.join('\n')
}

describe('loss-congestion', () => {
  test('is several losses whose repairs take the way through a full queue', () => {
    const { id, finding } = verdictOf(download(50))
    assert.equal(id, 'loss-congestion')
    assert.equal(finding.values['losses'], 3)
    assert.equal(finding.values['loadedNs'], 50e6)
    assert.deepEqual(verdictsInOtherNumbers(download(50)), ['loss-congestion'])
  })

  test('is not the same losses with the round trip of the handshake', () => {
    assert.equal(verdictOf(download(21)).id, 'loss-fast-retransmit')
  })

  test('is nearly one loss under load', () => {
    const one = download(50)
      .split('\n')
      .slice(0, 4 + 1 + 20 + 8 + 2)
      .join('\n')
    assert.equal(verdictOf(one).id, 'loss-fast-retransmit')
  })
})
