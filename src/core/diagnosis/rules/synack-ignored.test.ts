/** Tests of `synack-ignored`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const IGNORED = `
     0 ms  client > server  S   0:0(0)  {ttl 64}
  + 10 ms  server > client  S.  0:0(0)  ack 1  {ttl 61}
     1 s   client > server  S   0:0(0)  {ttl 64}
  + 10 ms  server > client  S.  0:0(0)  ack 1  {ttl 61}
`

test('at the client: answers arrive, and it keeps asking', () => {
  const { id, finding, all } = verdictOf(IGNORED)
  assert.equal(id, 'synack-ignored')
  assert.equal(finding.certainty, 'proven')
  assert.equal(finding.blame, 'client')
  assert.ok(!all.has('synack-unanswered'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(IGNORED, drawing).id, 'synack-ignored', name)
  assert.equal(verdictOf(IGNORED, { ipVersion: 6 }).id, 'synack-ignored')
})

test('not: at the server it is only known that nobody acknowledged', () => {
  assert.equal(verdictOf(IGNORED.replaceAll('ttl 64', 'ttl 60').replaceAll('ttl 61', 'ttl 64')).id, 'synack-unanswered')
})

test('nearly: where nothing tells the place, the lesser claim', () => {
  assert.equal(verdictOf(IGNORED, { unknown: ['ttl', 'checksum'] }).id, 'synack-unanswered')
})

test('nearly: the client resets instead', () => {
  assert.equal(verdictOf(`${IGNORED}\n + 1 ms client > server R 1:1(0) win 0`).id, 'synack-reset-by-client')
})

test('not: the capture ends before anything could be repeated', () => {
  assert.equal(verdictOf(IGNORED.split('\n').slice(0, 3).join('\n')).id, 'synack-unanswered')
})
