/** Tests of `half-open-ack-lost-rst`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const LOST = `
     0 ms  client > server  S   0:0(0)   {ttl 61}
  + 30 us  server > client  S.  0:0(0)   ack 1 {ttl 64}
  1030 ms  server > client  S.  0:0(0)   ack 1 {ttl 64}
  6060 ms  client > server  P.  1:9(8)   ack 1 {ttl 61}
  + 30 us  server > client  R   1:1(0)   win 0 {ttl 64}
`

test('the server gave up waiting for the ACK, and resets the first data', () => {
  const { id, finding } = verdictOf(LOST)
  assert.equal(id, 'half-open-ack-lost-rst')
  assert.deepEqual(
    finding.evidence.map((evidence) => evidence.point),
    ['accepted', 'again', 'reset'],
  )
  assert.deepEqual(finding.evidence[2]?.packets, [4, 5])
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(LOST, drawing).id, 'half-open-ack-lost-rst', name)
  assert.equal(verdictOf(LOST, { ipVersion: 6 }).id, 'half-open-ack-lost-rst')
})

test('the same at the client, which had acknowledged', () => {
  const { id, finding } = verdictOf(`
       0 ms  client > server  S   0:0(0)
    + 40 ms  server > client  S.  0:0(0)   ack 1
    + 20 us  client > server  .   1:1(0)   ack 1
    1070 ms  server > client  S.  0:0(0)   ack 1
    + 20 us  client > server  .   1:1(0)   ack 1
    6060 ms  client > server  P.  1:9(8)   ack 1
    + 40 ms  server > client  R   1:1(0)   win 0
  `)
  assert.equal(id, 'half-open-ack-lost-rst')
  assert.equal(finding.evidence[0].point, 'acknowledged')
})

test('not: a server that had taken part before forgets for another reason', () => {
  const { all } = verdictOf(
    LOST.replace(
      '\n  6060 ms',
      '\n  1100 ms  client > server  P.  1:5(4)   ack 1 {ttl 61}\n  + 30 us  server > client  .   1:1(0)   ack 5 {ttl 64}\n  6060 ms',
    ).replace('1:9(8)', '5:9(4)'),
  )
  assert.ok(!all.has('half-open-ack-lost-rst'))
})

test('nearly: reset at once', () => {
  assert.equal(
    verdictOf(`
       0 ms  client > server  S   0:0(0)
    + 40 ms  server > client  S.  0:0(0)   ack 1
    + 20 us  client > server  .   1:1(0)   ack 1
    + 40 ms  server > client  R   1:1(0)   win 0
  `).id,
    'accept-queue-full-rst',
  )
})
