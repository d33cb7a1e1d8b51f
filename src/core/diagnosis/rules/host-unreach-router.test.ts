/** Tests of `host-unreach-router`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NUMBERS, verdictOf } from './drawn-verdict.ts'

const GIVEN_UP = `
       0 ms  client > server      S  0:0(0)
    1030 ms  client > server      S  0:0(0)
    2050 ms  client > server      S  0:0(0)
    3070 ms  client > server      S  0:0(0)
  + 100 us   10.0.0.254 > client  icmp 3/1 quotes client 0
  +  20 us   10.0.0.254 > client  icmp 3/1 quotes client 0
  +  20 us   10.0.0.254 > client  icmp 3/1 quotes client 0
`

test('the last router says so after three seconds, for every SYN that waited', () => {
  const { id, finding, all } = verdictOf(GIVEN_UP)
  assert.equal(id, 'host-unreach-router')
  assert.equal(finding.certainty, 'proven')
  assert.equal(finding.values['source'], '10.0.0.254')
  assert.equal(finding.values['errors'], 3)
  assert.ok(!all.has('reject-icmp') && !all.has('syn-no-answer'))
  for (const { name, drawing } of OTHER_NUMBERS) assert.equal(verdictOf(GIVEN_UP, drawing).id, 'host-unreach-router', name)
  assert.equal(verdictOf(GIVEN_UP.replaceAll('icmp 3/1', 'icmp 1/3'), { ipVersion: 6 }).id, 'host-unreach-router')
})

test('not: the same message at once is a rule or a route', () => {
  const { id } = verdictOf(`
       0 ms  client > server      S  0:0(0)
     + 1 ms  10.0.0.254 > client  icmp 3/1 quotes client 0
  `)
  assert.equal(id, 'reject-icmp')
})

test('nearly: at once, but only the fourth SYN got so far', () => {
  const { id } = verdictOf(GIVEN_UP.split('\n').slice(0, 6).join('\n'))
  assert.equal(id, 'reject-icmp')
})

test('without times the order tells: several errors together, behind the last SYN', () => {
  assert.equal(verdictOf(GIVEN_UP, { unknown: ['time'] }).id, 'host-unreach-router')
})

test('nearly: without times, one error for each SYN', () => {
  const { id } = verdictOf(
    `
       0 ms  client > server      S  0:0(0)
     + 1 ms  10.0.0.254 > client  icmp 3/1 quotes client 0
       1 s   client > server      S  0:0(0)
     + 1 ms  10.0.0.254 > client  icmp 3/1 quotes client 0
  `,
    { unknown: ['time'] },
  )
  assert.equal(id, 'reject-icmp')
})
