/** Tests of `open-simultaneous`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf, verdictsOf } from './drawn-verdict.ts'

const CROSSED = `
     0 ms  client > server  S   0:0(0)  win 64240 <mss 1460,sackOK>
  +  5 ms  server > client  S   0:0(0)  win 64240 <mss 1460,sackOK>
  + 20 us  client > server  S.  0:0(0)  ack 1 <mss 1460,sackOK>  {id 102}
  +  5 ms  server > client  S.  0:0(0)  ack 1 <mss 1460,sackOK>  {id 5002}
  + 20 us  client > server  .   1:1(0)  ack 1 <sack 0:1>
  + 10 ms  server > client  .   1:1(0)  ack 1 <sack 0:1>
`

test('both SYNs cross, and both ends acknowledge', () => {
  const { id, finding, all } = verdictOf(CROSSED)
  assert.equal(id, 'open-simultaneous')
  assert.equal(finding.certainty, 'proven')
  assert.deepEqual(
    finding.evidence.slice(0, 2).map((evidence) => evidence.packets),
    [[1], [2]],
  )
  for (const wrong of ['syn-no-answer', 'synack-repeated', 'syn-retransmitted-then-ok', 'synack-retrans-ack-lost'] as const)
    assert.ok(!all.has(wrong), wrong)
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(CROSSED, drawing).id, 'open-simultaneous', name)
  assert.equal(verdictOf(CROSSED, { ipVersion: 6 }).id, 'open-simultaneous')
})

test('not: the other end answers with SYN-ACK', () => {
  const { all } = verdictOf(`
       0 ms  client > server  S   0:0(0)
    + 20 ms  server > client  S.  0:0(0)  ack 1
    + 20 us  client > server  .   1:1(0)  ack 1
  `)
  assert.ok(!all.has('open-simultaneous'))
})

test('nearly: a new SYN from the other end, after the first connection was over', () => {
  const verdicts = verdictsOf(`
       0 ms  client > server  S   0:0(0)
    + 20 ms  server > client  R.  0:0(0)  ack 1 win 0
       5 s   server > client  S   0:0(0)
  `)
  assert.ok(verdicts.every((verdict) => !verdict.all.has('open-simultaneous')))
})
