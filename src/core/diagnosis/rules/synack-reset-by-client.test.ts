/** Tests of `synack-reset-by-client`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const RESET = `
     0 ms  client > server  S   0:0(0)  win 1024 <mss 1460>
  + 50 us  server > client  S.  0:0(0)  ack 1 win 65160 <mss 1460>
  + 40 ms  client > server  R   1:1(0)  win 0
`

test('the client resets what the server has just accepted', () => {
  const { id, finding, all } = verdictOf(RESET)
  assert.equal(id, 'synack-reset-by-client')
  assert.equal(finding.blame, 'client')
  assert.deepEqual(finding.evidence, [
    { point: 'accepted', packets: [2] },
    { point: 'reset', packets: [3] },
  ])
  assert.ok(finding.alternatives.includes('scan-syn'))
  assert.ok(!all.has('synack-unanswered'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(RESET, drawing).id, 'synack-reset-by-client', name)
  assert.equal(verdictOf(RESET, { ipVersion: 6 }).id, 'synack-reset-by-client')
})

test('not: a reset after the handshake was completed', () => {
  const { all } = verdictOf(`
       0 ms  client > server  S   0:0(0)
    + 50 us  server > client  S.  0:0(0)  ack 1
    + 40 ms  client > server  .   1:1(0)  ack 1
    + 40 ms  client > server  R.  1:1(0)  ack 1 win 502
  `)
  assert.ok(!all.has('synack-reset-by-client'))
})

test('nearly: the reset comes from the server', () => {
  const { all } = verdictOf(RESET.replace('client > server  R ', 'server > client  R '))
  assert.ok(!all.has('synack-reset-by-client'))
})

test('the reset of a connection whose request was not captured is less certain', () => {
  const { id, finding } = verdictOf(
    RESET.split('\n')
      .filter((_, line) => line !== 1)
      .join('\n')
      .replace('+ 50 us', '   0 ms'),
  )
  assert.deepEqual([id, finding.certainty, finding.values['syns']], ['synack-reset-by-client', 'likely', 0])
  assert.ok(!finding.alternatives.includes('refused-by-injected-rst'))
})
