/** Tests of `syn-arrived-unanswered`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const ARRIVED = `
     0 ms  client > server  S  0:0(0)  win 64240 <mss 1460> {ttl 61}
  1020 ms  client > server  S  0:0(0)  win 64240 <mss 1460> {ttl 61}
  2040 ms  client > server  S  0:0(0)  win 64240 <mss 1460> {ttl 61}
`

test('SYNs that had come over routers and got no answer', () => {
  const { id, finding } = verdictOf(ARRIVED)
  assert.equal(id, 'syn-arrived-unanswered')
  assert.equal(finding.blame, 'server')
  assert.equal(finding.certainty, 'likely')
  assert.ok(finding.alternatives.includes('syn-no-answer'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(ARRIVED, drawing).id, 'syn-arrived-unanswered', name)
  assert.equal(verdictOf(ARRIVED, { ipVersion: 6 }).id, 'syn-arrived-unanswered')
})

test('the capturing host says itself that it only received', () => {
  const { id, finding } = verdictOf(`
       0 ms  client > server  S  0:0(0)  {in}
    1000 ms  client > server  S  0:0(0)  {in}
    3000 ms  client > server  S  0:0(0)  {in}
  `)
  assert.equal(id, 'syn-arrived-unanswered')
  assert.equal(finding.certainty, 'proven')
})

test('a checksum left to the card does not make a routed SYN a sent one', () => {
  const { id } = verdictOf(`
       0 ms  client > server  S  0:0(0)  {ttl 63,cksum partial}
    1000 ms  client > server  S  0:0(0)  {ttl 63,cksum partial}
  `)
  assert.equal(id, 'syn-arrived-unanswered')
})

test('nearly: with all its hops the SYN may have been sent here', () => {
  assert.equal(verdictOf(ARRIVED.replaceAll('ttl 61', 'ttl 64')).id, 'syn-no-answer')
  assert.equal(verdictOf(ARRIVED.replaceAll('ttl 61', 'ttl 64,cksum partial')).id, 'syn-no-answer')
  assert.equal(verdictOf(ARRIVED, { unknown: ['ttl'] }).id, 'syn-no-answer')
})

test('nearly: a router that sends the SYN on sees it twice', () => {
  const { id } = verdictOf(`
       0 ms  client > server  S  0:0(0)  {ttl 63,id 7}
    + 10 us  client > server  S  0:0(0)  {ttl 62,id 7}
    1000 ms  client > server  S  0:0(0)  {ttl 63,id 8}
    + 10 us  client > server  S  0:0(0)  {ttl 62,id 8}
  `)
  assert.equal(id, 'syn-no-answer')
})
