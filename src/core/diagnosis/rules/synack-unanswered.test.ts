/** Tests of `synack-unanswered`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const UNANSWERED = `
     0 ms  client > server  S   0:0(0)  {ttl 61}
  + 30 us  server > client  S.  0:0(0)  ack 1  {ttl 64}
  1030 ms  server > client  S.  0:0(0)  ack 1  {ttl 64}
  3050 ms  server > client  S.  0:0(0)  ack 1  {ttl 64}
`

test('the server repeats its answer, and nobody acknowledges', () => {
  const { id, finding, findings } = verdictOf(UNANSWERED)
  assert.equal(id, 'synack-unanswered')
  assert.deepEqual(findings, [])
  assert.equal(finding.certainty, 'proven')
  assert.deepEqual(finding.evidence[1], { point: 'answered', packets: [2, 3, 4] })
  assert.ok(finding.alternatives.includes('syn-flood'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(UNANSWERED, drawing).id, 'synack-unanswered', name)
  assert.equal(verdictOf(UNANSWERED, { ipVersion: 6 }).id, 'synack-unanswered')
})

test('a client that asks again is no forged address', () => {
  const { finding } = verdictOf(`
       0 ms  client > server  S   0:0(0)  {ttl 61}
    + 30 us  server > client  S.  0:0(0)  ack 1  {ttl 64}
       1 s   client > server  S   0:0(0)  {ttl 61}
    + 30 us  server > client  S.  0:0(0)  ack 1  {ttl 64}
  `)
  assert.ok(!finding.alternatives.includes('syn-flood'))
  assert.equal(finding.evidence[2]?.point, 'asked-again')
})

test('a SYN-ACK whose SYN was not captured', () => {
  const { id, finding } = verdictOf('0 ms server > client S. 0:0(0) ack 1\n 1 s server > client S. 0:0(0) ack 1')
  assert.equal(id, 'synack-unanswered')
  assert.ok(finding.alternatives.includes('capture-one-way'))
})

test('not: the ACK comes after the last repeat', () => {
  const { all } = verdictOf(`${UNANSWERED}\n + 60 ms client > server . 1:1(0) ack 1 {ttl 61}`)
  assert.ok(!all.has('synack-unanswered'))
})

test('nearly: captured at the client, the answer was there to be taken', () => {
  assert.equal(verdictOf(UNANSWERED.replaceAll('ttl 64', 'ttl 60').replaceAll('ttl 61', 'ttl 64')).id, 'synack-ignored')
})

test('the capture ends with the answer: nothing can be said of what follows', () => {
  const { id, finding } = verdictOf('0 ms client > server S 0:0(0)\n + 30 us server > client S. 0:0(0) ack 1')
  assert.deepEqual([id, finding.certainty, finding.values['unfinished']], ['synack-unanswered', 'possible', 1])
  assert.equal(verdictOf(UNANSWERED).finding.values['unfinished'], 0)
})
