/** Tests of `synack-retrans-ack-lost`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const AT_SERVER = `
     0 ms  client > server  S   0:0(0)   {ttl 61}
  + 30 us  server > client  S.  0:0(0)   ack 1 {ttl 64}
  1030 ms  server > client  S.  0:0(0)   ack 1 {ttl 64}
  3050 ms  server > client  S.  0:0(0)   ack 1 {ttl 64}
  + 40 ms  client > server  .   1:1(0)   ack 1 {ttl 61}
  +  1 ms  server > client  P.  1:30(29) ack 1 {ttl 64}
  + 40 ms  client > server  .   1:1(0)   ack 30 {ttl 61}
`
const AT_CLIENT = `
     0 ms  client > server  S   0:0(0)   {ttl 64}
  + 40 ms  server > client  S.  0:0(0)   ack 1 {ttl 61}
  + 20 us  client > server  .   1:1(0)   ack 1 {ttl 64}
  1070 ms  server > client  S.  0:0(0)   ack 1 {ttl 61}
  + 20 us  client > server  .   1:1(0)   ack 1 {ttl 64}
  + 41 ms  server > client  P.  1:30(29) ack 1 {ttl 61}
  + 20 us  client > server  .   1:1(0)   ack 30 {ttl 64}
`

test('at the server the ACK is missing until the SYN-ACK was repeated', () => {
  const { id, finding, all } = verdictOf(AT_SERVER)
  assert.equal(id, 'synack-retrans-ack-lost')
  assert.deepEqual(
    finding.evidence.map((evidence) => evidence.point),
    ['accepted', 'again', 'late-ack'],
  )
  assert.ok(!all.has('synack-unanswered') && !all.has('synack-repeated'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(AT_SERVER, drawing).id, 'synack-retrans-ack-lost', name)
  assert.equal(verdictOf(AT_SERVER, { ipVersion: 6 }).id, 'synack-retrans-ack-lost')
})

test('at the client it was acknowledged; the server speaks as soon as it has an ACK', () => {
  const { id, finding } = verdictOf(AT_CLIENT)
  assert.equal(id, 'synack-retrans-ack-lost')
  assert.deepEqual(finding.alternatives, ['defer-accept', 'accept-queue-full'])
})

test('not: one SYN-ACK, and the ACK', () => {
  assert.ok(!verdictOf(AT_SERVER.replace(/ {2}(1030|3050) ms.*\n/g, '')).all.has('synack-retrans-ack-lost'))
})

test('nearly: the SYN was repeated as well, so the SYN-ACK was lost', () => {
  const { id, all } = verdictOf(
    AT_SERVER.replace('  3050 ms  server > client  S.  0:0(0)   ack 1 {ttl 64}', '  1040 ms  client > server  S   0:0(0)   {ttl 61}'),
  )
  assert.equal(id, 'syn-retransmitted-then-ok')
  assert.ok(!all.has('synack-retrans-ack-lost'))
})

test('nearly: a client that has not spoken leaves it open', () => {
  const quiet = AT_CLIENT.split('\n').slice(0, 6).join('\n')
  assert.equal(verdictOf(quiet).id, 'synack-repeated')
})
