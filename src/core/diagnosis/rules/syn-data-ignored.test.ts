/** Tests of `syn-data-ignored`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const ASIDE = `
     0 ms  client > server  S   0:21(21)          <mss 1460,sackOK>
  + 50 us  server > client  S.  0:0(0)    ack 1   <mss 1460,sackOK>
  + 20 us  client > server  P.  1:22(21)  ack 1
  + 30 us  server > client  .   1:1(0)    ack 22
`

test('data in a SYN without Fast Open comes again after the handshake', () => {
  const { id, finding, all } = verdictOf(ASIDE)
  assert.equal(id, 'syn-data-ignored')
  assert.equal(finding.values['dataBytes'], 21)
  assert.ok(!all.has('accept-queue-full') && !all.has('request-unacknowledged'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(ASIDE, drawing).id, 'syn-data-ignored', name)
})

test('not: with a cookie it is Fast Open', () => {
  assert.equal(verdictOf(ASIDE.replace('<mss 1460,sackOK>\n  + 50', '<mss 1460,sackOK,fo 1122>\n  + 50')).id, 'tfo-rejected')
})

test('nearly: a server that takes the data', () => {
  assert.ok(!verdictOf(ASIDE.replace('ack 1   <mss', 'ack 22  <mss').replace('P.  1:22(21)', '.   22:22(0)')).all.has('syn-data-ignored'))
})
