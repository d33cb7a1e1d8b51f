/** Tests of `zero-window-stuck`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HANDSHAKE, verdictOf, verdictsInOtherNumbers } from './drawn-verdict.ts'

const STUCK = `${HANDSHAKE}
  + 1 ms   client > server  .  1:1461(1460)  ack 1
  + 20 ms  server > client  .  1:1(0)        ack 1461 win 0 {ttl 57}
  + 230 ms client > server  .  1460:1460(0)  ack 1
  + 20 ms  server > client  .  1:1(0)        ack 1461 win 0 {ttl 57}
  + 460 ms client > server  .  1460:1460(0)  ack 1
  + 20 ms  server > client  .  1:1(0)        ack 1461 win 0 {ttl 57}
  + 900 ms client > server  .  1460:1460(0)  ack 1
  + 20 ms  server > client  .  1:1(0)        ack 1461 win 0 {ttl 57}
`

describe('zero-window-stuck', () => {
  test('is a window that stays shut although probes are answered', () => {
    const { id, finding } = verdictOf(STUCK)
    assert.equal(id, 'zero-window-stuck')
    assert.deepEqual([finding.blame, finding.values['probes']], ['server', 3])
    assert.deepEqual(verdictsInOtherNumbers(STUCK), ['zero-window-stuck'])
  })

  test('leads over the reset that ends it', () => {
    const { id, findings } = verdictOf(`${STUCK}
      + 1 s server > client R. 1:1(0) ack 1461 win 0 <TS val 99000 ecr 1> {ttl 57}
    `)
    assert.equal(id, 'zero-window-stuck')
    assert.ok(!findings.includes('zero-window'))
  })

  test('is not a window that opens', () => {
    assert.equal(
      verdictOf(`${STUCK}
      + 100 ms server > client . 1:1(0) ack 1461 win 300 {ttl 57}
    `).all.has('zero-window-stuck'),
      false,
    )
  })

  test('is not quite a receiver that is gone', () => {
    const silent = STUCK.split('\n')
      .filter((line, i) => i < 7 || !line.includes('win 0'))
      .join('\n')
    assert.equal(verdictOf(silent).all.has('zero-window-stuck'), false)
  })
})
