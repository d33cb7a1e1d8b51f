/** Tests of `tfo-syn-dropped`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const DROPPED = `
     0 ms  client > server  S   0:48(48)          <mss 1460,sackOK,fo 916b92e805955aaa>
  1020 ms  client > server  S   0:0(0)            <mss 1460,sackOK>
  + 20 ms  server > client  S.  0:0(0)    ack 1   <mss 1460,sackOK>
  + 20 us  client > server  P.  1:49(48)  ack 1
  + 20 ms  server > client  P.  1:441(440) ack 49
  + 20 us  client > server  F.  49:49(0)  ack 441
  + 20 ms  server > client  F.  441:441(0) ack 50
  + 20 us  client > server  .   50:50(0)  ack 442
`

test('the plain SYN is answered, the one with Fast Open was not', () => {
  const { id, finding, findings } = verdictOf(DROPPED)
  assert.equal(id, 'tfo-syn-dropped')
  assert.equal(finding.values['delayNs'], 1.02e9)
  assert.ok(findings.includes('syn-retransmitted-then-ok'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(DROPPED, drawing).id, 'tfo-syn-dropped', name)
  assert.equal(verdictOf(DROPPED, { ipVersion: 6 }).id, 'tfo-syn-dropped')
})

test('not: an ordinary SYN that was lost', () => {
  assert.equal(verdictOf(DROPPED.replace('0:48(48)', '0:0(0)').replace(',fo 916b92e805955aaa', '')).id, 'syn-retransmitted-then-ok')
})

test('nearly: the repeat has the option as well', () => {
  assert.ok(!verdictOf(DROPPED.replace('0:0(0)            <mss 1460,sackOK>', '0:0(0)  <mss 1460,sackOK,fo>')).all.has('tfo-syn-dropped'))
})

test('nearly: never answered at all', () => {
  assert.equal(verdictOf(DROPPED.split('\n').slice(0, 3).join('\n')).id, 'syn-no-answer')
})
