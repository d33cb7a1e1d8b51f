/** Tests of `tfo-accepted`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const TAKEN = `
     0 ms  client > server  S   0:48(48)          <mss 1460,sackOK,fo 916b92e805955aaa>
  + 20 ms  server > client  S.  0:0(0)    ack 49  <mss 1460,sackOK>
  + 20 us  client > server  .   49:49(0)  ack 1
  + 20 us  server > client  P.  1:441(440) ack 49
  + 20 us  client > server  F.  49:49(0)  ack 441
  + 20 ms  server > client  F.  441:441(0) ack 50
  + 20 us  client > server  .   50:50(0)  ack 442
`

test('the SYN-ACK acknowledges the data of the SYN', () => {
  const { id, finding } = verdictOf(TAKEN)
  assert.equal(id, 'tfo-accepted')
  assert.equal(finding.values['dataBytes'], 48)
  assert.deepEqual(finding.evidence, [
    { point: 'request', packets: [1] },
    { point: 'taken', packets: [2] },
  ])
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(TAKEN, drawing).id, 'tfo-accepted', name)
  assert.equal(verdictOf(TAKEN, { ipVersion: 6 }).id, 'tfo-accepted')
})

test('not: the SYN-ACK acknowledges the SYN only', () => {
  assert.ok(!verdictOf(TAKEN.replace('ack 49  <mss', 'ack 1  <mss')).all.has('tfo-accepted'))
})

test('nearly: without the option it is not Fast Open', () => {
  assert.ok(!verdictOf(TAKEN.replace(',fo 916b92e805955aaa', '')).all.has('tfo-accepted'))
})
