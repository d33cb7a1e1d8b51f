/** Tests of `syn-retransmitted-then-ok`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const LATE = `
     0 ms  client > server  S   0:0(0)   win 64240 <mss 1460>
  1020 ms  client > server  S   0:0(0)   win 64240 <mss 1460>
  + 40 ms  server > client  S.  0:0(0)   ack 1 <mss 1460>
  + 20 us  client > server  .   1:1(0)   ack 1
  + 20 us  client > server  P.  1:9(8)   ack 1
  + 40 ms  server > client  P.  1:9(8)   ack 9
  + 20 us  client > server  F.  9:9(0)   ack 9
  + 40 ms  server > client  F.  9:9(0)   ack 10
  + 20 us  client > server  .   10:10(0) ack 10
`

test('the first SYN was not answered, the second was', () => {
  const { id, finding, all } = verdictOf(LATE)
  assert.equal(id, 'syn-retransmitted-then-ok')
  assert.equal(finding.values['delayNs'], 1.02e9)
  assert.deepEqual(finding.evidence, [
    { point: 'repeated', packets: [1, 2] },
    { point: 'answered', packets: [3] },
  ])
  assert.ok(!all.has('syn-no-answer'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(LATE, drawing).id, 'syn-retransmitted-then-ok', name)
  assert.equal(verdictOf(LATE, { ipVersion: 6, unknown: ['time', 'ttl'] }).id, 'syn-retransmitted-then-ok')
})

test('the server had answered before: its answer was lost', () => {
  const { id, finding } = verdictOf(LATE.replace('\n  1020 ms', '\n  + 30 us  server > client  S.  0:0(0)   ack 1 <mss 1460>\n  1020 ms'))
  assert.equal(id, 'syn-retransmitted-then-ok')
  assert.equal(finding.values['answeredBefore'], 1)
})

test('only the SYN without ECN got through', () => {
  assert.equal(verdictOf(LATE.replace('S   0:0(0) ', 'SEW 0:0(0) ')).finding.values['ecnGivenUp'], 1)
})

test('nearly: a path slower than one second answers both SYNs', () => {
  const { all } = verdictOf(`
       0 ms  client > server  S   0:0(0)
    1000 ms  client > server  S   0:0(0)
    1200 ms  server > client  S.  0:0(0)  ack 1
    + 20 us  client > server  .   1:1(0)  ack 1
    2210 ms  server > client  S.  0:0(0)  ack 1
    + 20 us  client > server  .   1:1(0)  ack 1
  `)
  assert.ok(!all.has('syn-retransmitted-then-ok') && !all.has('synack-repeated'))
})

test('not: one SYN is enough', () => {
  assert.ok(!verdictOf(LATE.replace(/ {2}1020 ms.*\n/, '')).all.has('syn-retransmitted-then-ok'))
})

test('nearly: an exact copy by the capture is no repeat', () => {
  assert.ok(
    !verdictOf(
      LATE.replace(
        '  1020 ms  client > server  S   0:0(0)   win 64240 <mss 1460>',
        '  +  5 us  client > server  S   0:0(0)   win 64240 <mss 1460>  {id 101}',
      ),
    ).all.has('syn-retransmitted-then-ok'),
  )
})
