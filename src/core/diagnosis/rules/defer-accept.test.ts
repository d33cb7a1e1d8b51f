/** Tests of `defer-accept`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const DEFERRED = `
     0 ms  client > server  S   0:0(0)
  + 50 us  server > client  S.  0:0(0)   ack 1
  + 20 us  client > server  .   1:1(0)   ack 1
  3040 ms  server > client  S.  0:0(0)   ack 1
  + 20 us  client > server  .   1:1(0)   ack 1
  9500 ms  client > server  P.  1:19(18) ack 1
  + 40 us  server > client  .   1:1(0)   ack 19
  +  1 ms  server > client  P.  1:28(27) ack 19
  + 20 us  client > server  .   19:19(0) ack 28
`

test('one repeat, after three seconds, and the data is taken at once', () => {
  const { id, finding, all } = verdictOf(DEFERRED)
  assert.equal(id, 'defer-accept')
  assert.deepEqual(
    finding.evidence.map((evidence) => evidence.packets),
    [[3], [4], [6, 7]],
  )
  assert.ok(!all.has('accept-queue-full') && !all.has('synack-repeated'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(DEFERRED, drawing).id, 'defer-accept', name)
  assert.equal(verdictOf(DEFERRED, { ipVersion: 6 }).id, 'defer-accept')
})

test('not: two repeats, the first after one second', () => {
  const twice = DEFERRED.replace(
    '  3040 ms',
    '  1040 ms  server > client  S.  0:0(0)   ack 1\n  + 20 us  client > server  .   1:1(0)   ack 1\n  3040 ms',
  )
  assert.equal(verdictOf(twice).id, 'synack-retrans-ack-lost')
})

test('nearly: the data is not taken', () => {
  const ignored = DEFERRED.replace(
    '  3040 ms',
    '   100 ms  client > server  P.  1:19(18) ack 1\n   400 ms  client > server  P.  1:19(18) ack 1\n  3040 ms',
  )
  assert.equal(verdictOf(ignored).id, 'accept-queue-full')
})
