/** Tests of `accept-queue-full`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const FULL = `
     0 ms  client > server  S   0:0(0)   {ttl 61}
  + 30 us  server > client  S.  0:0(0)   ack 1 {ttl 64}
  + 60 ms  client > server  .   1:1(0)   ack 1 {ttl 61}
  +  1 ms  client > server  P.  1:10(9)  ack 1 {ttl 61}
   350 ms  client > server  P.  1:10(9)  ack 1 {ttl 61}
   640 ms  client > server  P.  1:10(9)  ack 1 {ttl 61}
  1030 ms  server > client  S.  0:0(0)   ack 1 {ttl 64}
  + 60 ms  client > server  .   1:1(0)   ack 1 {ttl 61}
  2400 ms  client > server  P.  1:10(9)  ack 1 {ttl 61}
  + 20 us  server > client  .   1:1(0)   ack 10 {ttl 64}
  +  1 ms  server > client  P.  1:5(4)   ack 10 {ttl 64}
  + 60 ms  client > server  .   10:10(0) ack 5 {ttl 61}
`
const COOKIES = FULL.replace(/ {2}1030 ms.*\n.*\n/, '')

test('ACK and request arrive, and the server still treats the connection as half open', () => {
  const { id, finding } = verdictOf(FULL)
  assert.equal(id, 'accept-queue-full')
  assert.equal(finding.certainty, 'likely')
  assert.equal(finding.blame, 'server')
  assert.deepEqual(
    finding.evidence.map((evidence) => evidence.point),
    ['acknowledged', 'request', 'half-open', 'at-last'],
  )
  assert.deepEqual(finding.evidence[1]?.packets, [4, 5, 6, 9])
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(FULL, drawing).id, 'accept-queue-full', name)
  assert.equal(verdictOf(FULL, { ipVersion: 6 }).id, 'accept-queue-full')
})

test('with SYN cookies the SYN-ACK is not repeated: the request is ignored at the server all the same', () => {
  assert.equal(verdictOf(COOKIES).id, 'accept-queue-full')
})

test('nearly: at the client the same may be loss', () => {
  const { all } = verdictOf(COOKIES.replaceAll('ttl 64', 'ttl 60').replaceAll('ttl 61', 'ttl 64'))
  assert.ok(!all.has('accept-queue-full'))
})

test('not: the request is acknowledged before it is repeated', () => {
  const { all } = verdictOf(FULL.replace('\n   350 ms', '\n  + 20 us  server > client  .   1:1(0)   ack 10 {ttl 64}\n   350 ms'))
  assert.ok(!all.has('accept-queue-full'))
})

test('nearly: what is damaged is not taken for another reason', () => {
  const { all } = verdictOf(COOKIES.replaceAll(/(P\. {2}1:10\(9\).*ttl 61)/g, '$1,cksum bad'))
  assert.ok(!all.has('accept-queue-full'))
})
