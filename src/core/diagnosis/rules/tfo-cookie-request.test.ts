/** Tests of `tfo-cookie-request`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictOf } from './drawn-verdict.ts'

const ASKED = `
     0 ms  client > server  S   0:0(0)           <mss 1460,sackOK,fo>
  + 20 ms  server > client  S.  0:0(0)   ack 1   <mss 1460,sackOK,fo 916b92e805955aaa>
  + 20 us  client > server  P.  1:49(48) ack 1
  + 20 ms  server > client  P.  1:441(440) ack 49
  + 20 us  client > server  F.  49:49(0) ack 441
  + 20 ms  server > client  F.  441:441(0) ack 50
  + 20 us  client > server  .   50:50(0) ack 442
`

test('the client asks, the server gives; the connection itself is as usual', () => {
  const { id, all } = verdictOf(ASKED)
  assert.equal(id, 'open-normal')
  const finding = all.get('tfo-cookie-request')
  assert.equal(finding?.values['granted'], 1)
  assert.deepEqual(finding?.evidence, [
    { point: 'asked', packets: [1] },
    { point: 'granted', packets: [2] },
  ])
})

test('the server gives none', () => {
  assert.equal(verdictOf(ASKED.replace(',fo 916b92e805955aaa', '')).all.get('tfo-cookie-request')?.evidence[1]?.point, 'not-granted')
})

test('not without the option', () => {
  assert.ok(!verdictOf(ASKED.replace(',fo>', '>')).all.has('tfo-cookie-request'))
})

test('nearly: a cookie is used, not asked for', () => {
  assert.ok(!verdictOf(ASKED.replace(',fo>', ',fo 916b92e805955aaa>')).all.has('tfo-cookie-request'))
})
