/** Tests of `syn-no-answer`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf, verdictsOf } from './drawn-verdict.ts'

const SILENCE = `
     0 ms  client > server  S  0:0(0)  win 64240 <mss 1460,sackOK,wscale 7>
  1020 ms  client > server  S  0:0(0)  win 64240 <mss 1460,sackOK,wscale 7>
  2040 ms  client > server  S  0:0(0)  win 64240 <mss 1460,sackOK,wscale 7>
`

test('a SYN that is repeated and never answered', () => {
  const { id, finding, findings } = verdictOf(SILENCE)
  assert.equal(id, 'syn-no-answer')
  assert.equal(finding.certainty, 'proven')
  assert.deepEqual(finding.values, { syns: 3, spanNs: 2.04e9, silenceAfterNs: 0, useless: 0, pace: 'steady' })
  assert.deepEqual(finding.evidence[0], { point: 'repeated', packets: [1, 2, 3] })
  assert.deepEqual(findings, [])
})

test('the numbers do not matter', () => {
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(SILENCE, drawing).id, 'syn-no-answer', name)
  assert.equal(verdictOf(SILENCE, { ipVersion: 6 }).id, 'syn-no-answer')
})

test('without times there is no pace, and the verdict stands', () => {
  const { id, finding } = verdictOf(SILENCE, { unknown: ['time', 'ttl', 'ipId', 'tos', 'checksum'] })
  assert.equal(id, 'syn-no-answer')
  assert.equal(finding.values['pace'], 'unknown')
})

test('the older pace doubles', () => {
  const { finding } = verdictOf(`
       0 ms  client > server  S  0:0(0)
    1000 ms  client > server  S  0:0(0)
    3000 ms  client > server  S  0:0(0)
    7000 ms  client > server  S  0:0(0)
  `)
  assert.equal(finding.values['pace'], 'doubling')
})

test('two SYNs leave room for an answer that was not captured', () => {
  const { id, finding } = verdictOf(`
       0 ms  client > server  S  0:0(0)
    1010 ms  client > server  S  0:0(0)
  `)
  assert.equal(id, 'syn-no-answer')
  assert.equal(finding.certainty, 'likely')
  assert.ok(finding.alternatives.includes('lone-syn'))
})

test('a RST that acknowledges something else is no answer', () => {
  const { id } = verdictOf(`
       0 ms  client > server  S   0:0(0)
    + 20 ms  server > client  R.  0:0(0)  ack 4711 win 0
    1000 ms  client > server  S   0:0(0)
    3000 ms  client > server  S   0:0(0)
  `)
  assert.equal(id, 'syn-no-answer')
})

test('not when the SYN-ACK comes at last', () => {
  const { id, all } = verdictOf(`
       0 ms  client > server  S   0:0(0)
    1000 ms  client > server  S   0:0(0)
    + 20 ms  server > client  S.  0:0(0)  ack 1
    +  0 ms  client > server  .   1:1(0)  ack 1
  `)
  assert.notEqual(id, 'syn-no-answer')
  assert.ok(!all.has('syn-no-answer'))
})

test('another number is another attempt, not a repeat', () => {
  const verdicts = verdictsOf(`
       0 ms  client > server  S  0:0(0)
    1000 ms  client > server  S  999999:999999(0)
  `)
  assert.deepEqual(
    verdicts.map((verdict) => verdict.id),
    ['lone-syn', 'lone-syn'],
  )
})

test('a RST that acknowledges something else is no answer, and not nothing either', () => {
  const { id, finding } = verdictOf(`
       0 ms  client > server  S   0:0(0)
     + 3 ms  server > client  R.  0:0(0)  ack 500
    1000 ms  client > server  S   0:0(0)
     + 3 ms  server > client  R.  0:0(0)  ack 500
  `)
  assert.equal(id, 'syn-no-answer')
  assert.equal(finding.values['useless'], 2)
})
