/** Tests of `tfo-rejected`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const REJECTED = `
     0 ms  client > server  S   0:48(48)          <mss 1460,sackOK,fo 916b92e805955aaa>
  + 20 ms  server > client  S.  0:0(0)    ack 1   <mss 1460,sackOK,fo 0011223344556677>
  + 20 us  client > server  P.  1:49(48)  ack 1
  + 20 ms  server > client  P.  1:441(440) ack 49
  + 20 us  client > server  F.  49:49(0)  ack 441
  + 20 ms  server > client  F.  441:441(0) ack 50
  + 20 us  client > server  .   50:50(0)  ack 442
`

test('the data is left aside and sent again: no loss', () => {
  const { id, finding, all } = verdictOf(REJECTED)
  assert.equal(id, 'tfo-rejected')
  assert.equal(finding.values['newCookie'], 1)
  assert.ok(!all.has('syn-data-ignored') && !all.has('tfo-syn-dropped'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(REJECTED, drawing).id, 'tfo-rejected', name)
})

test('not: the data is taken', () => {
  assert.equal(verdictOf(REJECTED.replace('ack 1   <mss', 'ack 49  <mss').replace('P.  1:49(48)', '.   49:49(0)')).id, 'tfo-accepted')
})

test('nearly: data without a cookie', () => {
  assert.equal(verdictOf(REJECTED.replace(',fo 916b92e805955aaa', '')).id, 'syn-data-ignored')
})
