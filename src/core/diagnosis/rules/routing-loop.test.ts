/** Tests of `routing-loop`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const ROUND = `
     0 ms  client > server  S  0:0(0)  {ttl 64,id 7}
  + 20 ms  client > server  S  0:0(0)  {ttl 62,id 7}
  + 20 ms  client > server  S  0:0(0)  {ttl 60,id 7}
  + 20 ms  client > server  S  0:0(0)  {ttl 58,id 7}
  + 20 ms  client > server  S  0:0(0)  {ttl 56,id 7}
`

test('the same SYN again and again, with ever fewer hops', () => {
  const { id, finding, findings } = verdictOf(ROUND)
  assert.equal(id, 'routing-loop')
  assert.deepEqual(findings, [])
  assert.deepEqual(finding.values, { passes: 5, firstTtl: 64, lastTtl: 56 })
  assert.deepEqual(finding.evidence[1], { point: 'again', packets: [2, 3, 4, 5] })
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(ROUND, drawing).id, 'routing-loop', name)
  assert.equal(verdictOf(ROUND, { ipVersion: 6 }).id, 'routing-loop')
})

test('with the ICMP error at its end', () => {
  const { id, findings } = verdictOf(`${ROUND}\n + 1 ms 10.0.0.254 > client icmp 11/0 quotes client 0`)
  assert.equal(id, 'routing-loop')
  assert.deepEqual(findings, ['ttl-exceeded'])
})

test('not: repeats of the client start with all their hops', () => {
  assert.equal(verdictOf(ROUND.replaceAll(/ttl \d+,id 7/g, 'ttl 64')).id, 'syn-no-answer')
})

test('nearly: a router captured on both sides shows one hop less, each time', () => {
  const { all } = verdictOf(`
       0 ms  client > server  S  0:0(0)  {ttl 64,id 7}
    + 10 us  client > server  S  0:0(0)  {ttl 63,id 7}
       1 s   client > server  S  0:0(0)  {ttl 64,id 8}
    + 10 us  client > server  S  0:0(0)  {ttl 63,id 8}
       3 s   client > server  S  0:0(0)  {ttl 64,id 9}
    + 10 us  client > server  S  0:0(0)  {ttl 63,id 9}
  `)
  assert.ok(!all.has('routing-loop'))
})
