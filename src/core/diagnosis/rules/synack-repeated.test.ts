/** Tests of `synack-repeated`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const AGAIN = `
     0 ms  client > server  S   0:0(0)   {ttl 64}
  + 40 ms  server > client  S.  0:0(0)   ack 1 {ttl 61}
  + 20 us  client > server  .   1:1(0)   ack 1 {ttl 64}
  1070 ms  server > client  S.  0:0(0)   ack 1 {ttl 61}
  + 20 us  client > server  .   1:1(0)   ack 1 {ttl 64}
  5000 ms  client > server  P.  1:19(18) ack 1 {ttl 64}
  + 40 ms  server > client  .   1:1(0)   ack 19 {ttl 61}
`

test('repeated after one second, and then the client spoke: three reasons fit', () => {
  const { id, finding } = verdictOf(AGAIN)
  assert.equal(id, 'synack-repeated')
  assert.deepEqual(finding.alternatives, ['synack-retrans-ack-lost', 'defer-accept', 'accept-queue-full'])
  assert.deepEqual(finding.evidence, [
    { point: 'acknowledged', packets: [3] },
    { point: 'again', packets: [4] },
  ])
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(AGAIN, drawing).id, 'synack-repeated', name)
})

test('not: at the server the ACK had arrived, so it was not lost', () => {
  const { id } = verdictOf(AGAIN.replaceAll('ttl 64', 'ttl 60').replaceAll('ttl 61', 'ttl 64'))
  assert.equal(id, 'defer-accept')
})

test('nearly: the SYN was repeated as well', () => {
  const { all } = verdictOf(
    AGAIN.replace('\n  + 40 ms', '\n  1000 ms  client > server  S   0:0(0)   {ttl 64}\n  + 40 ms')
      .replace('  1070 ms', '  4070 ms')
      .replace('  5000 ms', '  6000 ms'),
  )
  assert.ok(!all.has('synack-repeated'))
  assert.ok(all.has('syn-retransmitted-then-ok'))
})
