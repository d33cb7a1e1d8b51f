/** Tests of `refused-by-injected-rst`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf, verdictsOf } from './drawn-verdict.ts'

const FORGED = `
     0 ms  client > server  S   0:0(0)  win 64240 <mss 1460,sackOK,TS val 1 ecr 0>
  +  1 ms  server > client  R.  0:0(0)  ack 1 win 0  {ttl 117,id 4660,nodf}
  + 90 ms  server > client  S.  0:0(0)  ack 1 win 65160 <mss 1460,sackOK,TS val 5 ecr 1>  {ttl 62}
  + 50 us  client > server  R   1:1(0)  win 0
`

test('the true server accepts after the refusal', () => {
  const { id, finding, all } = verdictOf(FORGED)
  assert.equal(id, 'refused-by-injected-rst')
  assert.equal(finding.certainty, 'proven')
  assert.equal(finding.blame, 'path')
  assert.equal(finding.values['rstTtl'], 117)
  assert.equal(finding.values['synAckTtl'], 62)
  assert.deepEqual(
    finding.evidence.map((evidence) => evidence.packets),
    [[2], [3], [4]],
  )
  assert.ok(!all.has('refused-by-rst') && !all.has('synack-reset-by-client') && !all.has('synack-unanswered'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(FORGED, drawing).id, 'refused-by-injected-rst', name)
  assert.equal(verdictOf(FORGED, { ipVersion: 6 }).id, 'refused-by-injected-rst')
})

test('also when the client says nothing to the late answer', () => {
  assert.equal(verdictOf(FORGED.trimEnd().split('\n').slice(0, -1).join('\n')).id, 'refused-by-injected-rst')
})

test('not: the server alone sees an answer and a reset', () => {
  assert.equal(verdictOf(FORGED.replace(/.*R\. .*\n/, '')).id, 'synack-reset-by-client')
})

test('nearly: a new attempt from the same port, accepted after a true refusal', () => {
  const verdicts = verdictsOf(`
       0 ms  client > server  S   0:0(0)
    +  1 ms  server > client  R.  0:0(0)  ack 1 win 0
       5 s   client > server  S   777777:777777(0)
    +  1 ms  server > client  S.  0:0(0)  ack 777778
    +  1 ms  client > server  .   777778:777778(0)  ack 1
  `)
  assert.equal(verdicts[0]?.id, 'refused-by-rst')
  assert.ok(verdicts.every((verdict) => !verdict.all.has('refused-by-injected-rst')))
})
