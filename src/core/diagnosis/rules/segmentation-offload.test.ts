/** Tests of `segmentation-offload`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf } from './drawn-verdict.ts'

function upload(bytes: number): string {
  return `${HANDSHAKE}
 +  1 ms  client > server  P.  1:${bytes + 1}(${bytes}) ack 1 win 502 <TS val 1021 ecr 9000> {cksum partial}
 + 20 ms  server > client  .   1:1(0)  ack ${bytes + 1} win 509 <TS val 9021 ecr 1021> {ttl 57}`
}

describe('segmentation-offload', () => {
  test('is a segment larger than the other end offered to take', () => {
    const { id, all } = verdictOf(upload(5000))
    assert.notEqual(id, 'segmentation-offload')
    assert.deepEqual(all.get('segmentation-offload')?.evidence, [
      { point: 'offered', packets: [2] },
      { point: 'large', packets: [4] },
    ])
  })

  test('is not a small segment', () => {
    assert.ok(!verdictOf(upload(500)).all.has('segmentation-offload'))
  })

  test('is nearly a segment that fills the MSS', () => {
    assert.ok(!verdictOf(upload(1460)).all.has('segmentation-offload'))
  })
})
