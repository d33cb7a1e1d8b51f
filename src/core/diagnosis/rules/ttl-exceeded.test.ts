/** Tests of `ttl-exceeded`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const EXPIRED = `
     0 ms  client > server      S  0:0(0)  {ttl 64}
  + 640 ms 10.0.0.254 > client  icmp 11/0 quotes client 0
`

test('a router reports that the SYN has no hops left', () => {
  const { id, finding } = verdictOf(EXPIRED)
  assert.equal(id, 'ttl-exceeded')
  assert.equal(finding.certainty, 'proven')
  assert.equal(finding.values['error'], 'EHOSTUNREACH')
  assert.equal(finding.values['source'], '10.0.0.254')
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(EXPIRED, drawing).id, 'ttl-exceeded', name)
  assert.equal(verdictOf(EXPIRED.replace('11/0', '3/0'), { ipVersion: 6 }).id, 'ttl-exceeded')
})

test('not: a fragment that was not completed in time is something else', () => {
  assert.equal(verdictOf(EXPIRED.replace('11/0', '11/1')).id, 'lone-syn')
})

test('nearly: the same numbers mean "network unreachable" in IPv4', () => {
  assert.equal(verdictOf(EXPIRED.replace('11/0', '3/0')).id, 'reject-icmp')
})
